-- Two persons turned out to be one: everything that names the younger now names the older.
update link.person set merged_into = $into where person_key = $person or merged_into = $person;
update link.encounter_person set person_key = $into where person_key = $person;
update link.person_token set person_key = $into where person_key = $person;
update core.encounter set person_key = $into where person_key = $person;
update core.tb_episode set person_key = $into where person_key = $person;
update core.hiv_visit set person_key = $into where person_key = $person;
update core.hospital_death set person_key = $into where person_key = $person;
