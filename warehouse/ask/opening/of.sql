-- opening/of: openings of an account that hold now, those of all its sessions, the one that ends first at the head. $account, $now.
select id, account, session, role, kind, object, label, purpose, reason, break_glass, opened_at, until_at, closed_at
from   opening where account = $account and closed_at is null and until_at > $now order by until_at, id
