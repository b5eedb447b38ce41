-- delivery/many: deliveries by their tracking ids. $ids: as a JSON array.
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, layout, state,
       verdict, records, refused, errors, warnings, problem, loaded_at
from   delivery where id in (select json_array_elements_text(cast($ids as json)))
