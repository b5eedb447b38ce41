-- account/begin: a session begins; one that goes on under a new id keeps when it began.
insert into account_session (id, account, grant_id, two_steps, way, source, device, begun_at, seen_at)
values ($id, $account, $grant, $two_steps, $way, $source, $device, $begun, $at)
