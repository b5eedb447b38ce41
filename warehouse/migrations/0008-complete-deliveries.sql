-- A large delivery is written slice by slice; until its last slice it is not complete, and is begun again after a crash.
alter table std.delivery add column complete boolean default true;
