-- delivery/add: a new delivery at the end of the ledger.
insert into delivery (seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, state)
select coalesce(max(seq), 0) + 1, $id, $sender, $channel, $contract, $version, $key, $hash, $bytes, $filename, $at, 'Queued' from delivery
