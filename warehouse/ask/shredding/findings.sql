-- shredding/findings: findings with a value on a person's records. batch_shred: the records.
select distinct table_name, field, value, message from std.finding
where value is not null and record_key in (select record_key from batch_shred)
