-- std/column-types: columns of a table with their types, in order.
select column_name, data_type, cast(numeric_scale as integer) as scale from information_schema.columns
where table_schema = $schema and table_name = $table order by ordinal_position
