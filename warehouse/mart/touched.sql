-- Partitions (facility and month) in which a batch changed what we know: those of every version of its episodes, of before and of now.
-- Those of forgotten episodes are there already.
insert into batch_partition (fact, facility_code, month_start)
select distinct '', e.facility_code, cast(date_trunc('month', e.discharged_on) as date)
from   core.encounter e
join   batch_span s on s.record_key = e.record_key
where  e.discharged_on is not null;
