-- delivery/add: new deliveries at the end of the ledger, in their order. $rows: them as JSON.
insert into delivery (seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, state)
select coalesce((select max(seq) from delivery), 0) + 1 + i, tracking_id, sender, channel, contract, version, key, hash, bytes, file_name, at at time zone 'UTC', 'Queued'
from   json_to_recordset(cast($rows as json)) as r (i integer, tracking_id text, sender text, channel text, contract text, version text, key text, hash text, bytes bigint, file_name text, at timestamp)
