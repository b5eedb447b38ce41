-- account/tried: one try to sign in more.
insert into sign_in_try (id, account, at, succeeded, way, source, device) values ($id, $account, $at, $succeeded, $way, $source, $device)
