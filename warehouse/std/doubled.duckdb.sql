-- What the batch would leave twice: PostgreSQL refuses it by unique indexes, here it is counted before the commit
-- (docs/decisions/0018-what-stays-true.md).
-- $first, $last: record keys of the batch.
select 'std.record' as "table", count(*) - count(distinct record_key) as twice from std.record where record_key between $first and $last
union all
select 'std.delivery', count(*) - count(distinct delivery) from std.delivery
where delivery between cast($first as bigint) >> 24 and cast($last as bigint) >> 24
union all
select 'link.encounter_person', count(*) - count(distinct encounter_key) from link.encounter_person
where encounter_key between $first and $last
union all
select 'core.encounter', count(*) - count(distinct (e.encounter_key, e.known_from)) from core.encounter e
join batch_said s on s.record_key = e.encounter_key and s.kind = 'load'
