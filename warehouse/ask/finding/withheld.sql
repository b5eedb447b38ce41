-- finding/withheld: how many records finding/failing does not list, because they are in a restricted compartment one may not see. $opened: those one may see.
select count(distinct f.record_key)
from   std.finding_now f
where  f.received_at >= $start and f.received_at < $finish and ($rule = '' or f.rule = $rule) and ($field = '' or f.field = $field)
and    ($facility = '' or f.facility_code = $facility) and ($allowed = '' or f.facility_code in (select text_items($allowed)))
and    exists (select 1 from std.restricted x where x.record_key = f.record_key and x.compartment not in (select text_items($opened)))
