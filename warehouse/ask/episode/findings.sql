-- episode/findings: what the checks say of one record, and of its delivery as a whole; worst first.
select rule, severity, table_name, row_no, field, message from std.finding
where  delivery = $delivery and (record_key = $record or record_key is null) order by severity desc, table_name, row_no, rule limit 500
