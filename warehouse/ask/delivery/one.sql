-- delivery/one: a delivery by its tracking id.
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, known_at,
       facilities, rules, layout, state, verdict, records, refused, errors, warnings, problem, loaded_at
from   delivery where id = $id
