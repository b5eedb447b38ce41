-- shredding/clean-finding: a finding's value and message without what was sealed. batch_shred: the person's records.
update std.finding set value = null, message = $clean
where  record_key in (select record_key from batch_shred) and field = $field and value = $value and message = $message
       and table_name is not distinct from $table
