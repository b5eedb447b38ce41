-- shredding/own-records: a person's records with facility and day, for holds. $person
select x.record_key, r.facility_code, coalesce(r.event_on, cast(x.known_from as date)) as day
from   link.record_person x left join std.record r on r.record_key = x.record_key
where  x.person_key = $person
