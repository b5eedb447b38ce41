-- audit/last-of-day: the newest row of all before a day began (UTC). $before: yyyy-MM-dd.
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device, result, persons
from   audit where at < $before order by at desc, seq desc limit 1
