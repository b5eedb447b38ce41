create index on link.person_token (token, rule);
create index on link.person_token (group_key);
create index on link.encounter_person (encounter_key);
create index on link.encounter_person (person_key);
create index on link.encounter_person (group_key);
create index on link.person_before (encounter_key);
create index on link.person_before (person_key);
