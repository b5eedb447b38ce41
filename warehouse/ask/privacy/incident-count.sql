-- privacy/incident-count: how many incidents have a number of a year. $year: 'SC-2026-'.
select count(*) from incident where substr(number, 1, 8) = $year
