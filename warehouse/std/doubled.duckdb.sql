-- What the batch would leave twice: PostgreSQL refuses it by unique indexes, here it is counted before the commit
-- (docs/decisions/0018-what-stays-true.md).
-- $first, $last: record keys of the batch.
select 'std.record' as "table", count(*) - count(distinct record_key) as twice from std.record where record_key between $first and $last
union all
select 'std.delivery', count(*) - count(distinct delivery) from std.delivery
where delivery between cast($first as bigint) >> 24 and cast($last as bigint) >> 24
union all
select 'link.record_person', count(*) - count(distinct record_key) from link.record_person
where record_key between $first and $last
union all
select 'std.version', count(*) - count(distinct (v.record_key, v.known_from)) from std.version v
where v.record_key in (select record_key from batch_judged)
union all
select 'core.encounter', count(*) - count(distinct (e.record_key, e.known_from)) from core.encounter e
join batch_said s on s.record_key = e.record_key and s.kind = 'load'
