-- delivery/standing: of deliveries ($deliveries, joined by ','), those of whose episodes something else is known now than what they said;
-- older: because
-- they were made before what is known, and never were in force.
with asked as (select cast(unnest(string_split($deliveries, ',')) as bigint) as delivery),
said as (select r.delivery, r.subject_key, r.record_key, r.has_main from std.record r
    join asked a on r.record_key between a.delivery * 16777216 and a.delivery * 16777216 + 16777215 where r.kept),
mine as (select delivery, subject_key, bool_or(has_main) as has_main, max(record_key) as record_key from said
    group by delivery, subject_key),
now as (
    select m.delivery, m.subject_key, max(e.record_key) as record_key
    from   mine m join std.version e on e.subject_key = m.subject_key and e.known_to is null
    group by m.delivery, m.subject_key
)
select distinct m.delivery,
       coalesce(own.made_on < other.made_on, false)
       and not exists (select 1 from std.version e where e.record_key = m.record_key) as older
from   mine m
join   std.delivery own on own.delivery = m.delivery
left join now n on n.delivery = m.delivery and n.subject_key = m.subject_key
left join std.delivery other on other.delivery = n.record_key // 16777216
left join std.ending y on y.contract = own.contract
where  (m.has_main and not exists (select 1 from std.version v where v.subject_key = m.subject_key and v.known_to is null
        and v.record_key // 16777216 = m.delivery and (v.valid_to is null or y.ends <> 'snapshot')))
or     (not m.has_main and exists (select 1 from std.record r where r.subject_key = m.subject_key and r.kept and r.delivery > m.delivery))
