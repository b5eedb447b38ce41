-- shredding/encounters: facility and day of a person's encounters, for holds. $person
select distinct facility_code, coalesce(discharged_on, cast(known_from as date)) as day from core.encounter where person_key = $person
