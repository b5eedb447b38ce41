-- ask/geography/names: every unit by its key.
select unit_key, code, level, name, kind, parent, province, valid_from, valid_to from dim.admin_unit
