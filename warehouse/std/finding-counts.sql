-- Findings of deliveries by severity. $deliveries: their numbers, one;two;three.
select delivery, cast(sum(case when severity = 3 then 1 else 0 end) as bigint) as errors,
       cast(sum(case when severity = 2 then 1 else 0 end) as bigint) as warnings
from   std.finding where delivery in (select cast(text_items($deliveries) as bigint)) group by delivery
