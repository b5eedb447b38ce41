-- delivery/refusals: under which declarations deliveries with refused records were judged, and of which facilities records were refused for
-- want of the right.
with asked as (select cast(unnest(string_to_array($deliveries, ',')) as bigint) as delivery)
select d.delivery, d.catalogue, f.value as facility
from   std.delivery d join asked a on a.delivery = d.delivery
left join std.finding f on f.delivery = d.delivery and f.rule = 'R02-not-yours'
