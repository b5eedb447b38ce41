-- known_at: when a delivery counts as known, never before those before it, though the clock was set back. made_at: the time by which a record takes its
-- place among the versions of its episode; of records of before the order of receipt stays. version: the record a steward chose (action 'use'). rules: the edition of
-- the rules between versions a delivery is judged by (1 = the order of receipt).
alter table std.delivery add column known_at timestamp;
update std.delivery set known_at = k.known_at
from   (select delivery, max(received_at) over (order by delivery) as known_at from std.delivery) k where k.delivery = std.delivery.delivery;
alter table std.delivery add column rules integer default 1;
alter table std.record add column made_at timestamp;
update std.record set made_at = d.known_at + interval '7 hours' from std.delivery d where d.delivery = std.record.delivery;
alter table std.episode_action add column version bigint;

-- std.overruled: records that could be used but are not a version of their episode: older than what was known, or of another person. by_record: the version that stood.
create table std.overruled (record_key bigint not null, why varchar not null, by_record bigint not null);

-- vault.record_name: keyed token of the name on a record. It links nobody; it only tells whether two records under one code name the same person.
create table vault.record_name (record_key bigint not null, name uuid not null);

-- house.edition: how link and core were last worked out from std.
create table house.edition (edition integer not null);
