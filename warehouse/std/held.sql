-- Which of some deliveries the warehouse holds anything of: they are forgotten before they are written. $deliveries: their numbers,
-- one;two;three.
select delivery from std.delivery where delivery in (select cast(text_items($deliveries) as bigint)) order by delivery
