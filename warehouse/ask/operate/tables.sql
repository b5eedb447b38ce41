-- operate/tables: columns of every table that a rebuild makes again.
select table_schema || '.' || table_name as table_name, column_name
from   information_schema.columns
where  table_schema in ('std', 'vault', 'link', 'core')
order by 1, 2
