-- What is there once. Made after the start has repaired what may be there twice from before.
create unique index if not exists delivery_once on std.delivery (delivery);
create unique index if not exists record_once on std.record (record_key);
create unique index if not exists episode_action_once on std.episode_action (record_key);
create unique index if not exists encounter_person_once on link.record_person (record_key);
create unique index if not exists encounter_once on core.encounter (record_key, known_from);
create unique index if not exists version_once on std.version (record_key, known_from);
create index if not exists record_name_record on vault.record_name (record_key);
drop index if exists std.delivery_delivery_idx;
drop index if exists std.record_record_key_idx;
drop index if exists link.encounter_person_encounter_key_idx;
drop index if exists core.encounter_encounter_key_idx;
