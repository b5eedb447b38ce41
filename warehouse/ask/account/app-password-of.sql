-- account/app-password-of: application passwords of an account, the good ones first, newest first. $account.
select id, account, name, grant_id as "grant", two_steps, made_at, used_at, ended_at
from   app_password where account = $account order by ended_at is not null, made_at desc, id desc
