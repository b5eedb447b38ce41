-- credential/of: all credentials of a system, the newest first.
select id, sender, kind, name, hash, public_key, key_id, made_at, made_by, ends_at, used_at, ended_at, ended_by from sender_credential
where sender = $sender order by made_at desc, id desc
