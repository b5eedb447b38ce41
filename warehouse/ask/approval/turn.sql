-- approval/turn: waits for the turn of what opens accounts. A folder on SQLite has one process.
select 1
