-- audit/last: the newest row, which the next one is chained to.
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash from audit order by seq desc limit 1
