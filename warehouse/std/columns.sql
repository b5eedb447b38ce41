-- std/columns: names of the columns the std tables have now.
select table_name, column_name from information_schema.columns where table_schema = 'std'
