-- shredding/encounters: a person's records with facility and day, for holds. $person
select x.record_key, e.facility_code, coalesce(e.discharged_on, cast(e.known_from as date)) as day
from   link.record_person x left join core.encounter e on e.record_key = x.record_key
where  x.person_key = $person
