-- sender/all: every sender.
select code, name, facilities, active, created_at, scopes, methods, contracts, ended_at, ended_why from sender order by code
