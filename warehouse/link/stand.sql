-- Whose the records of deliveries that were standardised again are, for the facts that are filled anew.
insert into batch_encounter_person (encounter_key, person_key)
select encounter_key, person_key from link.encounter_person where encounter_key in (select record_key from batch_former)
