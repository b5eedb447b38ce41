-- account/begin: a session begins.
insert into account_session (id, account, two_steps, source, device, begun_at, seen_at) values ($id, $account, $two_steps, $source, $device, $at, $at)
