-- delivery/add: new deliveries at the end of the ledger, in their order. $rows: them as JSON.
insert into delivery (seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, state)
select coalesce((select max(seq) from delivery), 0) + 1 + json_extract(value, '$.i'), json_extract(value, '$.tracking_id'), json_extract(value, '$.sender'), json_extract(value, '$.channel'),
       json_extract(value, '$.contract'), json_extract(value, '$.version'), json_extract(value, '$.key'), json_extract(value, '$.hash'), json_extract(value, '$.bytes'),
       json_extract(value, '$.file_name'), json_extract(value, '$.at'), 'Queued'
from   json_each($rows)
