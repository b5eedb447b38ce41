-- ask/geography/parts: what a unit, or every commune of a province on a tree, is on the boundaries of another tree; largest part first.
select b.from_key, b.to_key as unit_key, u.code, u.level, u.name, b.weight, p.code as province_code, p.name as province_name, b.placed
from   dim.admin_bridge b
join   dim.admin_unit f on f.unit_key = b.from_key
join   dim.admin_unit u on u.unit_key = b.to_key
left join dim.admin_unit p on p.unit_key = b.province_key
where  b.tree = $tree and (b.from_key = $key or ($province <> '' and f.level = 'commune' and f.province = $province))
order by b.from_key, b.weight desc, u.code
