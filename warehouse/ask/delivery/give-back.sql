-- delivery/give-back: a delivery the ledger has lost, from what the warehouse or the archive knows of it. It waits to be loaded; what the
-- warehouse holds of it is only noted.
insert into delivery (seq, id, sender, channel, contract, content_hash, byte_count, received_at, known_at, rules, state)
values ($seq, $id, $sender, 'restored', $contract, $hash, $bytes, $at, $known, $rules, 'Queued')
