-- delivery/withdrawal: what stands and falls with a delivery: whether it is in force, its records that count today, and of how many of
-- these another delivery in force says something too, which would count instead.
with own as (
    select r.subject_key from std.version v join std.record r on r.record_key = v.record_key
    where  v.known_to is null and r.delivery = $delivery
)
select exists (select 1 from std.delivery_live l where l.delivery = $delivery and l.live_to is null) as in_force,
       (select count(*) from own) as counting,
       (select count(*) from own where exists (
            select 1 from std.record p join std.delivery_live l on l.delivery = p.delivery and l.live_to is null
            where  p.subject_key = own.subject_key and p.kept and p.delivery <> $delivery)) as instead
