-- shredding/encounters: a person's records with facility and day, for holds. $person
select x.encounter_key, e.facility_code, coalesce(e.discharged_on, cast(e.known_from as date)) as day
from   link.encounter_person x left join core.encounter e on e.encounter_key = x.encounter_key
where  x.person_key = $person
