-- delivery/add-events: what happened to deliveries, all of one group. $rows: as JSON.
insert into delivery_event (seq, at, type, message)
select d.seq, r.at at time zone 'UTC', r.type, r.message
from   json_to_recordset(cast($rows as json)) as r (tracking_id text, at timestamp, type text, message text)
join delivery d on d.id = r.tracking_id
