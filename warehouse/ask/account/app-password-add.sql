-- account/app-password-add: one application password more.
insert into app_password (id, account, hash, name, grant_id, two_steps, made_at)
values ($id, $account, $hash, $name, $grant, $two_steps, $now)
