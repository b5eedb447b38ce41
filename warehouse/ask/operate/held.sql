-- operate/held: which of some deliveries the warehouse holds whole, with what it was told of those set aside. $deliveries: their numbers,
-- one;two;three.
select d.delivery, cast(d.tracking_id as varchar) as id, d.records, d.refused, d.loaded, f.rule is not null as set_aside, f.value as problem
from   std.delivery d left join std.finding f on f.delivery = d.delivery and f.rule = 'R01-set-aside'
where  d.complete and d.delivery in (select cast(text_items($deliveries) as bigint))
