-- account/session: one session. $id.
select id, account, grant_id as "grant", two_steps, way, source, device, begun_at, seen_at, ended_at, ended_why from account_session
where id = $id
