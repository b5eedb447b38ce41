-- ask/geography/places: what every code means on a tree, one row a part and span of days.
select code, from_on, to_on, to_key, weight, province_key from dim.admin_place where tree = $tree
