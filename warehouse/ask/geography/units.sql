-- ask/geography/units: units of one level on a tree, of one unit above or of all (parent = '').
select u.unit_key, u.code, u.level, u.name, u.kind, u.parent, u.province, u.valid_from, u.valid_to
from   dim.admin_unit u
join   dim.admin_tree t on t.tree = $tree and u.valid_from <= coalesce(t.last_day, date '9999-12-31')
    and coalesce(u.valid_to, date '9999-12-31') >= coalesce(t.last_day, t.first_day)
where  u.level = $level and ($parent = '' or u.parent = $parent or u.province = $parent)
order by u.code
