-- Which of some deliveries the warehouse already holds, whole. $deliveries: their numbers, one;two;three.
select delivery, records, refused, loaded from std.delivery where complete and delivery in (select cast(text_items($deliveries) as bigint))
