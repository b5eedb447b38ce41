-- Records refused because their sender is not bound to the facility, by delivery and facility. $deliveries: numbers of deliveries,
-- one;two;three.
select delivery, value as facility, count(*) as records
from   std.finding where rule = 'R02-not-yours' and delivery in (select cast(text_items($deliveries) as bigint))
group by delivery, value order by delivery, value
