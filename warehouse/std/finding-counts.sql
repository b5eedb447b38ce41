-- Findings of deliveries by severity. $first, $last: numbers of deliveries.
select delivery, cast(sum(case when severity = 3 then 1 else 0 end) as bigint) as errors, cast(sum(case when severity = 2 then 1 else 0 end) as bigint) as warnings
from   std.finding where delivery between $first and $last group by delivery
