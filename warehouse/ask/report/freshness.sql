-- report/freshness: how fresh and how complete the figures of a period are. $start, $finish: its first and last day.
select (select max(received_at) from std.delivery where loaded) as last_received,
       (select count(distinct facility_code) from core.encounter where known_to is null and discharged_on between $start and $finish) as facilities,
       (select count(distinct code) from dim.facility where status = 'active' and valid_from <= $finish and (valid_to is null or valid_to >= $start)) as open_facilities,
       (select count(*) from core.encounter where known_to is null and discharged_on between $start and $finish) as episodes
