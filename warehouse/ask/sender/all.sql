-- sender/all: every sender.
select code, name, key_hash, facilities, active, created_at from sender order by code
