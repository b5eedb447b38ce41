-- audit/first: the oldest row that is not closed away.
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device, result, persons
from   audit order by seq limit 1
