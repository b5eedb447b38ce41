-- audit/page: rows by number, $from excluded, at most $limit.
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device, result, persons
from   audit where seq > $from order by seq limit $limit
