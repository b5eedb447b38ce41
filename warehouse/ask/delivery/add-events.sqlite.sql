-- delivery/add-events: what happened to deliveries, all of one group. $rows: as JSON.
insert into delivery_event (seq, at, type, message)
select d.seq, json_extract(e.value, '$.at'), json_extract(e.value, '$.type'), json_extract(e.value, '$.message')
from   json_each($rows) e cross join delivery d on d.id = json_extract(e.value, '$.tracking_id')
