-- privacy/same-person: every name of one person: the person of today, the keys its records had before (joined_into: the person of today), and its records.
-- $person, $record: one of them, the other 0. A key of before leads to whoever has the records it once named.
with met as (
    select e.person_key from link.encounter_person e where e.encounter_key = $record or e.person_key = $person
    union
    select e.person_key from link.person_before b join link.encounter_person e on e.encounter_key = b.encounter_key where b.person_key = $person
),
theirs as (
    select e.encounter_key, e.person_key, x.birth_month
    from   link.encounter_person e join met m on m.person_key = e.person_key left join std.xml1 x on x.record_key = e.encounter_key
)
select 'person' as kind, person_key as number, cast(null as bigint) as joined_into, cast(min(extract(year from birth_month)) as integer) as birth_year
from   theirs
group by person_key
union all
select distinct 'person' as kind, b.person_key as number, t.person_key as joined_into, cast(null as integer) as birth_year
from   link.person_before b join theirs t on t.encounter_key = b.encounter_key
where  not exists (select 1 from link.encounter_person o where o.person_key = b.person_key)
union all
select 'record' as kind, encounter_key as number, cast(null as bigint) as joined_into, cast(null as integer) as birth_year
from   theirs
