-- ask/geography/unit: the unit a code meant on a day.
select u.unit_key, u.code, u.level, u.name, u.kind, u.parent, u.province, u.valid_from, u.valid_to
from   dim.admin_unit u
where  u.unit_key = (select unit_key from dim.admin_place where code = $code and $day between from_on and to_on limit 1)
