-- Takes away findings on records that stand more than once, word for word; tells how many.
drop table if exists batch_found;
create temporary table batch_found as
select delivery, record_key, table_name, row_no, field, rule, severity, times, value, message, count(*) as stands
from   std.finding where record_key is not null
group by delivery, record_key, table_name, row_no, field, rule, severity, times, value, message having count(*) > 1;
delete from std.finding where record_key in (select record_key from batch_found) and exists (
    select 1 from batch_found b
    where b.record_key = std.finding.record_key and b.rule = std.finding.rule and b.message = std.finding.message
    and b.table_name is not distinct from std.finding.table_name and b.row_no is not distinct from std.finding.row_no
        and b.field is not distinct from std.finding.field and b.value is not distinct from std.finding.value
        and b.times = std.finding.times);
insert into std.finding (delivery, record_key, table_name, row_no, field, rule, severity, times, value, message)
select delivery, record_key, table_name, row_no, field, rule, severity, times, value, message from batch_found;
select cast(coalesce(sum(stands - 1), 0) as bigint) from batch_found;
