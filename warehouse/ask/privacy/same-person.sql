-- privacy/same-person: every name of one person: the person of today, the keys its records had before (joined_into: the person of today),
-- and its records. $person, $record: one of them, the other 0. A key of before leads to whoever has the records it once named.
with met as (
    select k.person_key from link.known_as k where k.known_key = $person
    union
    select e.person_key from link.record_person e where e.record_key = $record
),
theirs as (
    select e.record_key, e.person_key, x.birth_month
    from   link.record_person e join met m on m.person_key = e.person_key left join std.xml1 x on x.record_key = e.record_key
)
select 'person' as kind, person_key as number, cast(null as bigint) as joined_into,
       cast(min(extract(year from birth_month)) as integer) as birth_year
from   theirs
group by person_key
union all
select 'person' as kind, k.known_key as number, k.person_key as joined_into, cast(null as integer) as birth_year
from   link.known_as k join met m on m.person_key = k.person_key
where  not exists (select 1 from link.record_person o where o.person_key = k.known_key)
union all
select 'record' as kind, record_key as number, cast(null as bigint) as joined_into, cast(null as integer) as birth_year
from   theirs
