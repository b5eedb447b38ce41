-- finding/withheld-of-delivery: how many records of a delivery finding/of-delivery does not list, because they are in a restricted compartment. $delivery, $allowed, $opened.
select count(distinct f.record_key)
from   std.finding f join std.record r on r.record_key = f.record_key
where  f.delivery = $delivery and ($allowed = '' or r.facility_code in (select text_items($allowed)))
and    exists (select 1 from std.restricted x where x.record_key = f.record_key and x.compartment not in (select text_items($opened)))
