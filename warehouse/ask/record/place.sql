-- record/place: where a record stands, whom it is about, where its person lives as it says, and its restricted compartments (a;b). $key:
-- its record key.
select r.record_key, r.delivery, r.record, r.facility_code, r.episode_code, r.event_on,
       (select max(e.residence_commune_code) from core.encounter e where e.record_key = r.record_key) as commune_code,
       (select x.person_key from link.record_person x where x.record_key = r.record_key) as person_key,
       (select string_agg(x.compartment, ';') from std.restricted x where x.record_key = r.record_key) as compartment_list
from   std.record r
where  r.record_key = $key
