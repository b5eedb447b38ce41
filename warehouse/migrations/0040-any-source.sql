-- Every source, not encounters alone (docs/decisions/0036-versions-of-any-subject.md): a row right of std names its record, a record
-- its subject.
drop view std.finding_now;
drop view std.record_now;
drop view link.known_as;
alter table std.record rename column episode_key to subject_key;
alter table std.episode_action rename column episode_key to subject_key;
alter table core.encounter rename column encounter_key to record_key;
alter table core.diagnosis rename column encounter_key to record_key;
alter table core.drug_line rename column encounter_key to record_key;
alter table core.service_line rename column encounter_key to record_key;
alter table core.lab_result rename column encounter_key to record_key;
alter table core.birth rename column encounter_key to record_key;
alter table core.referral rename column encounter_key to record_key;
alter table core.appointment rename column encounter_key to record_key;
alter table core.certificate rename column encounter_key to record_key;
alter table core.tb_episode rename column encounter_key to record_key;
alter table core.hiv_visit rename column encounter_key to record_key;
alter table core.hospital_death rename column encounter_key to record_key;
alter table core.check_in rename column encounter_key to record_key;
alter table link.encounter_person rename column encounter_key to record_key;
alter table link.encounter_person rename to record_person;
alter table link.person_before rename column encounter_key to record_key;
alter table link.former_person rename column encounter_key to record_key;

-- The days a record says of itself that it holds for (contracts that end by span).
alter table std.record add column valid_from date;
alter table std.record add column valid_to date;

-- std.ending: how records of a contract end, and what their key is called; filled from the declarations when the house opens.
create table std.ending (contract varchar not null, ends varchar not null, main_table varchar not null, key_element varchar);

-- std.version: which record of a subject was known from when to when. valid_from, valid_to: from what day to what day it holds, where
-- its contract ends by span
-- or snapshot. Whoever asks what counts now asks for known_to is null.
create table std.version (
    record_key bigint not null, subject_key bigint not null, known_from timestamp not null, known_to timestamp, ended_by varchar,
    valid_from date, valid_to date);
insert into std.version (record_key, subject_key, known_from, known_to, ended_by)
select e.record_key, r.subject_key, e.known_from, e.known_to, e.ended_by
from   core.encounter e join std.record r on r.record_key = e.record_key;

-- std.delivery_action: a whole delivery taken back or given back. target: its tracking id.
create table std.delivery_action (record_key bigint not null, delivery bigint not null, target uuid not null, action varchar not null);

-- std.list_span: of contracts that end by snapshot, which delivery was known from when to when to be the list of a scope (a facility,
-- or a sender), and its days.
create table std.list_span (
    contract varchar not null, scope varchar not null, delivery bigint not null, known_from timestamp not null, known_to timestamp,
    valid_from date not null, valid_to date);

-- std.delivery_live: from when to when a delivery was in force.
create view std.delivery_live as
with told as (
    select a.target, d.known_at as moment, a.action, lag(a.action) over (partition by a.target order by a.record_key) as before
    from   std.delivery_action a join std.delivery d on d.delivery = a.delivery
),
changes as (
    select target, moment, action, lead(moment) over (partition by target order by moment) as until
    from   told where action is distinct from coalesce(before, 'restore')
)
select d.delivery, d.known_at as live_from, (select min(c.moment) from changes c where c.target = d.tracking_id) as live_to
from   std.delivery d
union all
select d.delivery, c.moment, c.until from changes c join std.delivery d on d.tracking_id = c.target where c.action = 'restore';

-- std.record_now: records that count today: current versions, open check-ins, records set aside that nothing later replaced, and those
-- that are no version
-- because they were older or of another person, as long as nothing later came for their subject.
create view std.record_now as
select r.record_key, r.delivery, r.record, r.facility_code, r.episode_code, r.kept, r.event_on, d.received_at, d.sender_code, d.contract
from   std.record r
join   std.delivery d on d.delivery = r.delivery
where  (r.kept and r.has_main and exists (select 1 from std.version v where v.record_key = r.record_key and v.known_to is null))
   or  (r.kept and not r.has_main and exists (select 1 from core.check_in c where c.record_key = r.record_key and c.known_to is null))
   or  (not r.kept and not exists (select 1 from std.record l where l.subject_key = r.subject_key and l.kept
        and l.record_key > r.record_key))
   or  (r.record_key in (select o.record_key from std.overruled o)
        and not exists (select 1 from std.record l where l.subject_key = r.subject_key and l.kept and l.record_key > r.record_key));

-- std.finding_now: findings on records that count today.
create view std.finding_now as
select f.delivery, f.record_key, f.table_name, f.row_no, f.field, f.rule, f.severity, f.times, f.value, f.message,
       r.record, r.facility_code, r.episode_code, r.event_on, r.received_at, r.sender_code, r.contract
from   std.finding f
join   std.record_now r on r.record_key = f.record_key;

-- link.known_as: every key the records of a person ever had (its own, those of before, those of their groups), and the person of today
-- they lead to.
create view link.known_as as
select person_key as known_key, person_key from link.record_person
union
select group_key, person_key from link.record_person
union
select b.person_key, e.person_key from link.person_before b join link.record_person e on e.record_key = b.record_key
union
select f.known_key, e.person_key from link.former_person f join link.record_person e on e.record_key = f.record_key;

-- link.person_of: whose every record was taken to be, from when to when, and by which decision.
create view link.person_of as
select e.record_key, r.subject_key, e.person_key, e.known_from, cast(null as timestamp) as known_to, e.rule as decision
from   link.record_person e join std.record r on r.record_key = e.record_key
union all
select b.record_key, r.subject_key, b.person_key, b.known_from, b.known_to, 'superseded'
from   link.person_before b join std.record r on r.record_key = b.record_key;

-- house.fact: facts whose tables follow from their file in warehouse/core, and what each was made from.
create table house.fact (name varchar not null, digest varchar not null);
