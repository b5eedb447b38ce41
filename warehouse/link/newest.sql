-- The newest record that is somebody's.
select max(record_key) from link.record_person
