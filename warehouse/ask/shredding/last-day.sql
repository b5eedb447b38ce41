-- shredding/last-day: the last day of a person's records a period of retention is of; {where}: which these are. $person
select max(coalesce(discharged_on, cast(known_from as date))) from core.encounter where person_key = $person and ({where})
