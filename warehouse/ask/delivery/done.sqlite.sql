-- delivery/done: the outcome of loading, of all deliveries of a group. $rows: as JSON.
update delivery
set    state = json_extract(o.value, '$.state'), verdict = json_extract(o.value, '$.verdict'),
       records = json_extract(o.value, '$.records'), refused = json_extract(o.value, '$.refused'),
       errors = json_extract(o.value, '$.errors'), warnings = json_extract(o.value, '$.warnings'),
           problem = json_extract(o.value, '$.problem'), loaded_at = json_extract(o.value, '$.at')
from   json_each($rows) o
where  delivery.seq = json_extract(o.value, '$.seq')
