-- ask/geography/parts: what a unit is on the boundaries of a tree, largest part first.
select b.to_key as unit_key, u.code, u.level, u.name, b.weight, p.code as province_code, p.name as province_name, b.placed
from   dim.admin_bridge b
join   dim.admin_unit u on u.unit_key = b.to_key
left join dim.admin_unit p on p.unit_key = b.province_key
where  b.from_key = $key and b.tree = $tree
order by b.weight desc, u.code
