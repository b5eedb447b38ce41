-- delivery/page: the newest deliveries first, before a place in the ledger. Empty filters take all; $senders is a list ';a;b;' of those
-- that may be seen.
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, known_at,
       facilities, rules, layout, state, verdict, records, refused, errors, warnings, problem, loaded_at
from   delivery
where  seq < $before and ($sender = '' or sender = $sender) and ($state = '' or state = $state) and ($verdict = '' or verdict = $verdict)
and    ($senders = '' or $senders like '%;' || sender || ';%')
order by seq desc limit $limit
