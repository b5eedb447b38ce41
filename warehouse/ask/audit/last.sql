-- audit/last: the newest row, which the next one is chained to.
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device, result, persons
from   audit order by seq desc limit 1
