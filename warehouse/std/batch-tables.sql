-- The writer's own temporary tables beside the twins of the std tables.
-- batch_span: every time span in which a version of a touched subject was the one we knew, and the days it holds for where it has some.
create temporary table if not exists batch_span (record_key bigint, subject_key bigint, known_from timestamp, known_to timestamp,
    ended_by varchar, valid_from date, valid_to date);
-- batch_new: spans the facts do not have yet.
create temporary table if not exists batch_new (record_key bigint, subject_key bigint, known_from timestamp, known_to timestamp,
    ended_by varchar, valid_from date, valid_to date);
-- batch_judged: records whose spans were worked out.
create temporary table if not exists batch_judged (record_key bigint);
-- batch_record_person: the person each new record was given to.
create temporary table if not exists batch_record_person (record_key bigint, person_key bigint);
-- batch_former: what records of deliveries that are standardised again said of their persons before.
create temporary table if not exists batch_former (record_key bigint, sex varchar, rule varchar, token uuid);
-- batch_group: groups of records of before that this batch meets, and whether it joins them with others.
create temporary table if not exists batch_group (group_key bigint, joins boolean);
-- batch_step: whose the records of such groups are from when to when, where the batch changes it.
create temporary table if not exists batch_step (group_key bigint, into_key bigint, person_key bigint, known_from timestamp,
    known_to timestamp);
-- batch_touched: subjects whose versions may have changed, and how their records end.
create temporary table if not exists batch_touched (subject_key bigint, ends varchar);
-- batch_said: what was said of those that are versioned, in the order of receipt.
create temporary table if not exists batch_said (subject_key bigint, record_key bigint, heard_at timestamp, made_at timestamp,
    kind varchar, version bigint, rules integer);
-- batch_undone: spans that are to go.
create temporary table if not exists batch_undone (record_key bigint, known_from timestamp);
-- batch_delivery: the deliveries of the batch, when others stand between them.
create temporary table if not exists batch_delivery (delivery bigint);
-- batch_forgotten: subjects of deliveries that are being standardised again.
create temporary table if not exists batch_forgotten (subject_key bigint, ends varchar);
-- batch_list: of contracts that end by snapshot, the lists the batch touches, and their spans.
create temporary table if not exists batch_list (contract varchar, scope varchar);
create temporary table if not exists batch_list_span (contract varchar, scope varchar, delivery bigint, known_from timestamp,
    known_to timestamp, valid_from date, valid_to date);
create temporary table if not exists batch_list_changed (contract varchar, scope varchar, delivery bigint, whole boolean);
-- batch_withdrawn: versioned subjects of whose deliveries one was taken back.
create temporary table if not exists batch_withdrawn (subject_key bigint);
-- batch_since: the moment before which the batch changes nothing that was known; no row = it may change all of it.
create temporary table if not exists batch_since (moment timestamp);
-- batch_partition: facilities and months whose rollups are to be made again, of one fact or ('') of those of episodes.
create temporary table if not exists batch_partition (fact varchar, facility_code varchar, month_start date);
