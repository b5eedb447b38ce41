-- account/app-password-good: the application password of an account with this hash, when it is good: one or none. $account, $hash.
select id, account, name, grant_id as "grant", two_steps, made_at, used_at, ended_at
from   app_password where account = $account and hash = $hash and ended_at is null
