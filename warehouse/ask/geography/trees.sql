-- ask/geography/trees: the trees of administrative units, oldest first.
select tree, first_day, last_day from dim.admin_tree order by first_day
