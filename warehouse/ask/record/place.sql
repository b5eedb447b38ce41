-- record/place: where a record stands, and where its person lives as it says. $key: its record key.
select r.delivery, r.record, r.facility_code, r.episode_code, r.event_on, e.residence_commune_code as commune_code, e.person_key
from   std.record r left join core.encounter e on e.encounter_key = r.record_key
where  r.record_key = $key
