-- shredding/ask: a shredding is asked for.
insert into shredding (id, record_key, person_key, tombstone, reason, state, asked_by, asked_at) values ($id, $record, $person, $tombstone, $reason, 'asked', $by, $at)
