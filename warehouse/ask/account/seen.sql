-- account/seen: a session was used at $at. $id.
update account_session set seen_at = $at where id = $id and ended_at is null
