-- Instants are kept in UTC. SQLite takes any name of a type and keeps ISO text.
create domain moment as timestamptz;
