-- sender/one: a sender by code.
select code, name, facilities, active, created_at, scopes, methods, contracts, ended_at, ended_why from sender where code = $code
