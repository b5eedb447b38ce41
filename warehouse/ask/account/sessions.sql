-- account/sessions: the newest sessions of an account. $account.
select id, account, grant_id as "grant", two_steps, way, source, device, begun_at, seen_at, ended_at, ended_why from account_session
where account = $account order by begun_at desc limit 50
