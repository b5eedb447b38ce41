-- sender/add: a sender, or a new key for one.
insert into sender (code, name, key_hash, facilities, active, created_at) values ($code, $name, $hash, $facilities, true, $at)
on conflict (code) do update set name = excluded.name, key_hash = excluded.key_hash, facilities = excluded.facilities, active = true
