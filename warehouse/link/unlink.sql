-- Records that say something else of their persons than before lose their place.
delete from link.encounter_person where encounter_key in (select record_key from batch_former);
delete from link.person_before where encounter_key in (select record_key from batch_former)
