-- delivery/page: the newest deliveries first, before a place in the ledger. Empty filters take all.
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, state, verdict, records, refused, errors, warnings, problem, loaded_at
from   delivery
where  seq < $before and ($sender = '' or sender = $sender) and ($state = '' or state = $state) and ($verdict = '' or verdict = $verdict)
order by seq desc limit $limit
