-- record/objects-of-person: how records of a person are named in the audit. $person.
select distinct facility_code || '/' || episode_code as name from core.encounter where person_key = $person
union
select distinct cast(record_key as varchar) from core.encounter where person_key = $person
