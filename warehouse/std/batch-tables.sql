-- The writer's own temporary tables beside the twins of the std tables.
-- batch_span: every time span in which a version of a touched episode was the one we knew.
create temporary table if not exists batch_span (encounter_key bigint, known_from timestamp, known_to timestamp, ended_by varchar);
-- batch_new: spans core does not have yet.
create temporary table if not exists batch_new (encounter_key bigint, known_from timestamp, known_to timestamp, ended_by varchar);
-- batch_encounter_person: the person each new encounter was given to.
create temporary table if not exists batch_encounter_person (encounter_key bigint, person_key bigint);
-- batch_former: what records of deliveries that are standardised again said of their persons before.
create temporary table if not exists batch_former (record_key bigint, sex varchar, rule varchar, token uuid);
-- batch_group: groups of records of before that this batch meets, and whether it joins them with others.
create temporary table if not exists batch_group (group_key bigint, joins boolean);
-- batch_step: whose the records of such groups are from when to when, where the batch changes it.
create temporary table if not exists batch_step (group_key bigint, into_key bigint, person_key bigint, known_from timestamp,
    known_to timestamp);
-- batch_touched: episodes whose versions may have changed.
create temporary table if not exists batch_touched (episode_key bigint);
-- batch_said: what was said of those episodes, in the order of receipt.
create temporary table if not exists batch_said (episode_key bigint, record_key bigint, heard_at timestamp, made_at timestamp,
    kind varchar, version bigint, rules integer);
-- batch_undone: spans of core that are to go.
create temporary table if not exists batch_undone (encounter_key bigint, known_from timestamp);
-- batch_delivery: the deliveries of the batch, when others stand between them.
create temporary table if not exists batch_delivery (delivery bigint);
-- batch_forgotten: episodes of deliveries that are being standardised again.
create temporary table if not exists batch_forgotten (episode_key bigint);
-- batch_partition: facilities and months whose rollups are to be made again.
create temporary table if not exists batch_partition (facility_code varchar, month_start date);
