-- finding/overview: what is wrong, how often, by rule and field. $facility and $allowed: '' = all; $start, $finish: day of receipt, end
-- excluded.
select f.rule, f.table_name, f.field, max(f.severity) as severity, cast(sum(f.times) as bigint) as findings,
       count(distinct f.record_key) as records,
       count(distinct f.facility_code) as facilities, max(f.received_at) as last_seen
from   std.finding_now f
where  f.received_at >= $start and f.received_at < $finish
and    ($facility = '' or f.facility_code = $facility) and ($allowed = '' or f.facility_code in (select text_items($allowed)))
group by f.rule, f.table_name, f.field
order by severity desc, records desc, f.rule, f.table_name, f.field
