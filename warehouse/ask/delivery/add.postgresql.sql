-- delivery/add: new deliveries at the end of the ledger, in their order; their numbers are the database's. $rows: them as JSON. What is
-- decided on the day
-- stands with each: when it counts as known (always after the one before it), which facilities its sender may send for, and the rules
-- between versions it is
-- judged by (2 = today's).
insert into delivery (id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, known_at,
    facilities, rules, layout, state)
select tracking_id, sender, channel, contract, version, key, hash, bytes, file_name, at at time zone 'UTC',
       known at time zone 'UTC',
       coalesce((select s.facilities from sender s where s.code = r.sender), '*'), 2, layout, 'Queued'
from   json_to_recordset(cast($rows as json)) as r (i integer, tracking_id text, sender text, channel text, contract text, version text,
       key text, hash text, bytes bigint, file_name text, layout text, at timestamp, known timestamp)
order by i
