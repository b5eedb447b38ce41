-- account/grants: every grant of an account, newest first. $account.
select id, account, role, facilities, units, data, compartments, fields, valid_from, valid_to, granted_by, granted_at, reason, approved_by
from   account_grant where account = $account order by granted_at desc, id desc
