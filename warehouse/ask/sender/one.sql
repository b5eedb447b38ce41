-- sender/one: a sender by code.
select code, name, key_hash, facilities, active, created_at from sender where code = $code
