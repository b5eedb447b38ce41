-- delivery/by-seq: a delivery by its number.
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, known_at,
       facilities, rules, layout, state, verdict, records, refused, errors, warnings, problem, loaded_at
from   delivery where seq = $seq
