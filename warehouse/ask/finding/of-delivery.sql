-- finding/of-delivery: findings of one delivery, worst first. $delivery, $limit.
select r.record, r.facility_code, r.episode_code, f.table_name, f.row_no, f.field, f.rule, f.severity, f.times, f.value, f.message, f.record_key
from   std.finding f left join std.record r on r.record_key = f.record_key
where  f.delivery = $delivery
order by f.severity desc, r.record, f.table_name, f.row_no, f.rule
limit $limit
