-- When the first of some deliveries was known: before that the batch changes nothing. $deliveries: their numbers, one;two;three.
insert into batch_since (moment)
select min(known_at) from std.delivery where delivery in (select cast(text_items($deliveries) as bigint))
