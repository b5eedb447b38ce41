-- privacy/request-count: how many requests have a number of a year. $year: 'YC-2026-'.
select count(*) from subject_request where substr(number, 1, 8) = $year
