-- The newest record that is somebody's.
select max(encounter_key) from link.encounter_person
