-- credential/add: a new credential.
insert into sender_credential (id, sender, kind, name, hash, public_key, key_id, made_at, made_by, ends_at)
values ($id, $sender, $kind, $name, $hash, $publickey, $keyid, $at, $by, $ends)
