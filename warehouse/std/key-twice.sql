-- Records whose subject another record of the same delivery spoke of before: the later one counts, and that is told. $contracts: those
-- whose deliveries say everything once (a;b); $rule, $severity, $message: from the declared check.
insert into std.finding (delivery, record_key, table_name, row_no, field, rule, severity, times, value, message)
select b.delivery, b.record_key, e.main_table, 1, e.key_element, $rule, $severity, 1, substr(b.episode_code, 1, 100),
       replace($message, '{value}', substr(b.episode_code, 1, 100))
from   batch_record b
join   std.delivery d on d.delivery = b.delivery and d.contract in (select text_items($contracts))
join   std.ending e on e.contract = d.contract
where  b.kept and b.has_main
and    exists (select 1 from std.record o
               where o.subject_key = b.subject_key and o.delivery = b.delivery and o.record_key < b.record_key and o.kept
               and o.valid_from is not distinct from b.valid_from)
