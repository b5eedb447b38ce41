-- approval/turn: waits for the turn of what opens accounts among all application nodes, until its transaction ends.
select pg_advisory_xact_lock(7308604911)
