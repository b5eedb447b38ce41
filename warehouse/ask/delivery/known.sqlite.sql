-- delivery/known: for each of some entries ($asked, as JSON) the newest delivery of its sender with its content, and the one under its key.
with asked as (
    select json_extract(value, '$.i') as i, json_extract(value, '$.sender') as sender, json_extract(value, '$.contract') as contract,
           json_extract(value, '$.hash') as hash, json_extract(value, '$.key') as key
    from   json_each($asked)
)
select a.i as entry, 0 as by_key, d.seq, d.id, d.sender, d.contract, d.content_hash, d.state, coalesce(d.refused, 0) as refused,
       d.byte_count, d.layout
from   asked a join delivery d
       on d.seq = (select max(k.seq) from delivery k where k.sender = a.sender and k.contract = a.contract and k.content_hash = a.hash)
union all
select a.i, 1, d.seq, d.id, d.sender, d.contract, d.content_hash, d.state, coalesce(d.refused, 0) as refused, d.byte_count,
       d.layout
from   asked a join delivery d on d.sender = a.sender and d.contract = a.contract and d.idempotency_key = a.key
