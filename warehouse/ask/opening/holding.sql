-- opening/holding: the opening that holds now for a record or its person, the widest first. $account, $session, $role, $record, $person,
-- $named (one opening, * = any), $now.
select id, account, session, role, kind, object, label, purpose, reason, break_glass, opened_at, until_at, closed_at
from   opening
where  account = $account and session = $session and role = $role and closed_at is null and until_at > $now
       and ($named = '*' or id = $named)
and    ((kind = 'record' and object = $record) or (kind = 'person' and object = $person))
order by break_glass desc, until_at desc limit 1
