-- Leaves in batch_new only spans of versions that are not in this batch: they are taken from std.
delete from batch_new where record_key in (select record_key from batch_record)
