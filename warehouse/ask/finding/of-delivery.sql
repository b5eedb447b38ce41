-- finding/of-delivery: findings of one delivery, worst first. $delivery, $limit; $allowed: facilities one may see, '' = all; $opened:
-- restricted compartments, '*' = all.
select r.record, r.facility_code, r.episode_code, f.table_name, f.row_no, f.field, f.rule, f.severity, f.times, f.value, f.message,
       f.record_key
from   std.finding f left join std.record r on r.record_key = f.record_key
where  f.delivery = $delivery and ($allowed = '' or r.facility_code in (select text_items($allowed)) or f.record_key is null)
and    ($opened = '*'
    or not exists (select 1 from std.restricted x where x.record_key = f.record_key and x.compartment not in (select text_items($opened))))
order by f.severity desc, r.record, f.table_name, f.row_no, f.rule
limit $limit
