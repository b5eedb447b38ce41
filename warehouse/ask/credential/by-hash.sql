-- credential/by-hash: the credential a secret belongs to; only its hash is kept.
select id, sender, kind, name, hash, public_key, key_id, made_at, made_by, ends_at, used_at, ended_at, ended_by from sender_credential
where hash = $hash
