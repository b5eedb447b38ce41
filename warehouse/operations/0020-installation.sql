-- Which installation (data folder, keys) this database belongs to: a process with another folder is refused before it writes anything.
create table installation (id text not null);
