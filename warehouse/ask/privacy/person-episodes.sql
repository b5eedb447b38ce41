-- privacy/person-episodes: one row a diagnosis of each episode of a person, as known now. $person: person_key after joining. An episode
-- without diagnosis has one row.
select e.record_key, e.facility_code, e.episode_code, e.visit_type, e.residence_commune_code as commune_code, e.arrived_at,
       e.discharged_at, e.outcome_code, d.role, d.icd,
       (select string_agg(x.compartment, ';') from std.restricted x where x.record_key = e.record_key) as compartment_list
from   core.encounter e left join core.diagnosis d on d.record_key = e.record_key and d.known_to is null
where  e.person_key = $person and e.known_to is null
order by e.arrived_at, e.record_key, d.role, d.icd
