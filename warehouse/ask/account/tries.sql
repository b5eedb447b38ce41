-- account/tries: the newest tries to sign in to an account. $account.
select id, account, at, succeeded, way, source, device from sign_in_try where account = $account order by at desc, id desc limit 20
