-- std.restricted: one row a record and a restricted compartment it is in (catalogue/compartments.yaml). std.restricted_by: the rules it was made with.
create table std.restricted (record_key bigint not null, compartment varchar not null);
create table std.restricted_by (rules varchar not null);
