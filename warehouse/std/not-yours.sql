-- Records refused because their sender is not bound to the facility, by delivery and facility. $first, $last: numbers of deliveries.
select delivery, value as facility, count(*) as records
from   std.finding where rule = 'R02-not-yours' and delivery between $first and $last
group by delivery, value order by delivery, value
