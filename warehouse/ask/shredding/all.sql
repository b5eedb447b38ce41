-- shredding/all: shreddings, newest first.
select id, record_key, person_key, tombstone, subject,
       (select q.number from shredding_request q where q.shredding = shredding.id) as request, reason, state, asked_by, asked_at,
       decided_by, decided_at, decision, records, pieces, tokens, files, keys, ended_at from shredding order by asked_at desc, id desc
       limit 200
