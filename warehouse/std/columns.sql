-- std/columns: names of the columns a std table has now. $table: name without schema.
select column_name from information_schema.columns where table_schema = 'std' and table_name = $table
