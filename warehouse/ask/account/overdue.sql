-- account/overdue: sessions that go on too long, without a request since $seen or begun before $begun.
select id, account, grant_id as "grant", two_steps, way, source, device, begun_at, seen_at, ended_at, ended_why from account_session
where ended_at is null and (seen_at < $seen or begun_at < $begun)
