-- sender/by-key: the active sender a key belongs to; only its hash is kept.
select code, name, key_hash, facilities, active, created_at from sender where key_hash = $hash and active
