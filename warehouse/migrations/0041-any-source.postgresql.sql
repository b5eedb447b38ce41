create index on std.record (delivery);
create index on std.version (record_key);
create index on std.version (subject_key);
