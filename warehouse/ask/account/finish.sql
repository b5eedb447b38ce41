-- account/finish: sessions of an account end: one ($id) or all ($id = ''), but for $except. $why, $at.
update account_session set ended_at = $at, ended_why = $why
where account = $account and ($id = '' or id = $id) and id <> $except and ended_at is null
