-- record/objects-of-person: how records of a person are named in the audit. $person.
select distinct coalesce(r.facility_code, '') || '/' || r.episode_code as name
from   link.record_person x join std.record r on r.record_key = x.record_key where x.person_key = $person
union
select distinct cast(record_key as varchar) from link.record_person where person_key = $person
