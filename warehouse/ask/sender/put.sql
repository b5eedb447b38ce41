-- sender/put: a sender, or a known one under another name or for other facilities.
insert into sender (code, name, facilities, active, created_at) values ($code, $name, $facilities, true, $at)
on conflict (code) do update set name = excluded.name, facilities = excluded.facilities, active = true, ended_at = null, ended_why = null
