-- shredding/ask: a shredding is asked for. $subject: the pseudonym of a record of the person.
insert into shredding (id, record_key, person_key, tombstone, subject, reason, state, asked_by, asked_at)
values ($id, 0, 0, '', $subject, $reason, 'asked', $by, $at)
