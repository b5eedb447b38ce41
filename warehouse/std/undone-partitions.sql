-- Partitions of the spans that are to go.
insert into batch_partition (fact, facility_code, month_start)
select distinct '', e.facility_code, cast(date_trunc('month', e.discharged_on) as date)
from   core.encounter e join batch_undone u on u.record_key = e.record_key and u.known_from = e.known_from
where  e.discharged_on is not null
