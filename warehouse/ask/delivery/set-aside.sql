-- delivery/set-aside: deliveries that were set aside because they could not be loaded; one of them when $id is not ''.
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, layout, state,
       verdict, records, refused, errors, warnings, problem, loaded_at
from   delivery where state = 'Quarantined' and ($id = '' or id = $id) order by seq
