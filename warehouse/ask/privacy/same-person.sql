-- privacy/same-person: every name of one person: the person, persons joined into it, and the records it came in. $person, $record: one of them, the other 0.
with named as (
    select coalesce(p.merged_into, p.person_key) as person_key from link.person p where p.person_key = $person
    union
    select x.person_key from link.encounter_person x where x.encounter_key = $record
)
select 'person' as kind, p.person_key as number, p.merged_into as joined_into, p.birth_year
from   link.person p join named n on p.person_key = n.person_key or p.merged_into = n.person_key
union all
select 'record' as kind, x.encounter_key as number, cast(null as bigint) as joined_into, cast(null as integer) as birth_year
from   link.encounter_person x join named n on x.person_key = n.person_key
