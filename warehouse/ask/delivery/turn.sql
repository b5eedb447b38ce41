-- delivery/turn: waits for this writer's turn. SQLite has one writer at a time by itself.
select 1
