-- shredding/known-as: every key the records of a person ever had, its own among them. $person
select person_key from link.encounter_person where person_key = $person
union
select b.person_key from link.person_before b join link.encounter_person e on e.encounter_key = b.encounter_key where e.person_key = $person
