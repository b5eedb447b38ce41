-- How many rows of core.encounter have another end than they should.
select count(*) from core.encounter e join batch_span s on e.encounter_key = s.encounter_key and e.known_from = s.known_from
where  e.known_to is distinct from s.known_to
