-- delivery/turn: waits for this writer's turn among all application nodes, until its transaction ends, which must be on disk when it does.
set local synchronous_commit = on;
select pg_advisory_xact_lock(7308604898)
