-- sender/login-give: a login of a sender in a shape, or a new user name and password for it.
insert into sender_login (sender, shape, user_name, hash, active, made_at, made_by) values ($sender, $shape, $user, $hash, true, $at, $by)
on conflict (sender, shape) do update
set user_name = excluded.user_name, hash = excluded.hash, active = true, made_at = excluded.made_at, made_by = excluded.made_by,
    used_at = null
