-- delivery/known: for each of some entries ($asked, as JSON) the newest delivery of its sender with its content, and the one under its key.
with asked as (select * from json_to_recordset(cast($asked as json)) as r (i integer, sender text, contract text, hash text, key text))
select a.i as entry, false as by_key, d.seq, d.id, d.sender, d.contract, d.content_hash, d.state, coalesce(d.refused, 0) as refused,
       d.byte_count, d.layout
from   asked a join delivery d
       on d.seq = (select max(k.seq) from delivery k where k.sender = a.sender and k.contract = a.contract and k.content_hash = a.hash)
union all
select a.i, true, d.seq, d.id, d.sender, d.contract, d.content_hash, d.state, coalesce(d.refused, 0) as refused, d.byte_count,
       d.layout
from   asked a join delivery d on d.sender = a.sender and d.contract = a.contract and d.idempotency_key = a.key
