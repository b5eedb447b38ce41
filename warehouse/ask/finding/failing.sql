-- finding/failing: records that break a rule, newest first. $rule and $field: '' = all; $opened: restricted compartments one may see, '*' =
-- all.
select f.record, f.facility_code, f.episode_code, f.table_name, f.row_no, f.field, f.rule, f.severity, f.times, f.value, f.message,
       f.record_key
from   std.finding_now f
where  f.received_at >= $start and f.received_at < $finish and ($rule = '' or f.rule = $rule) and ($field = '' or f.field = $field)
and    ($facility = '' or f.facility_code = $facility) and ($allowed = '' or f.facility_code in (select text_items($allowed)))
and    ($opened = '*'
    or not exists (select 1 from std.restricted x where x.record_key = f.record_key and x.compartment not in (select text_items($opened))))
order by f.record_key desc, f.table_name, f.row_no, f.rule
limit $limit offset $offset
