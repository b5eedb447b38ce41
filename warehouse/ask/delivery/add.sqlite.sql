-- delivery/add: new deliveries at the end of the ledger, in their order; their numbers are the database's. $rows: them as JSON. What is
-- decided on the day
-- stands with each: when it counts as known (always after the one before it), which facilities its sender may send for, and the rules
-- between versions it is
-- judged by (2 = today's).
insert into delivery (id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, known_at,
    facilities, rules, layout, state)
select json_extract(value, '$.tracking_id'), json_extract(value, '$.sender'), json_extract(value, '$.channel'),
       json_extract(value, '$.contract'), json_extract(value, '$.version'),
       json_extract(value, '$.key'), json_extract(value, '$.hash'), json_extract(value, '$.bytes'), json_extract(value, '$.file_name'),
           json_extract(value, '$.at'),
       json_extract(value, '$.known'),
       coalesce((select facilities from sender where code = json_extract(value, '$.sender')), '*'), 2,
       json_extract(value, '$.layout'), 'Queued'
from   json_each($rows) order by json_extract(value, '$.i')
