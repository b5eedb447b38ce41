-- The audit with all fields of TCVN 14423:2026 (A5). form = how a row's hash is made: 1 = rows of before, which have none of the new fields.
-- audit_person: which rows show which person (verified against audit.persons). audit_finding: what the declared anomaly rules saw.
alter table audit add column form integer not null default 1;
alter table audit add column account_type text;
alter table audit add column port integer;
alter table audit add column device text;
alter table audit add column result text;
alter table audit add column persons text;

drop index audit_account;
drop index audit_object;
create index audit_by_account on audit (account, seq);
create index audit_by_object on audit (object_id, seq);
create index audit_by_action on audit (action, seq);
create index audit_by_source on audit (source, seq);
create index audit_by_time on audit (at, seq);
create index audit_by_purpose on audit (purpose, seq) where purpose is not null;
create index audit_not_done on audit (result, seq) where result <> 'done';

create table audit_person (person bigint not null, seq bigint not null, primary key (person, seq));
create index audit_person_seq on audit_person (seq);

create table audit_finding (
    id text primary key, rule text not null, account text not null, day text not null, first_seq bigint not null, last_seq bigint not null,
    first_at text not null, last_at text not null, times bigint not null, seen_seq bigint, seen_by text, seen_at text, note text
);
create index audit_finding_day on audit_finding (day, id);
create table audit_mark (name text primary key, seq bigint not null);
