-- link.known_as: every key the records of a person ever had (its own, those of before, those of their groups), and the person of today
-- they lead to.
create or replace view link.known_as as
select person_key as known_key, person_key from link.encounter_person
union
select group_key, person_key from link.encounter_person
union
select b.person_key, e.person_key from link.person_before b join link.encounter_person e on e.encounter_key = b.encounter_key;
