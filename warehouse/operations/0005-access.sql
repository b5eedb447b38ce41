-- Rights of accounts (ended, never changed), their sessions, the passwords they had, and the reviews of all rights.
create table account_grant (
    id text primary key, account text not null, role text not null, facilities text, units text, data text not null, compartments text,
    valid_from text not null, valid_to text, granted_by text not null, granted_at text not null, reason text not null
);
create index account_grant_account on account_grant (account);
insert into account_grant (id, account, role, facilities, data, valid_from, granted_by, granted_at, reason)
select id, user_name,
       case role when 'FacilityStaff' then 'facility-staff' when 'Specialist' then 'specialist' when 'Leader' then 'leader' when 'Steward' then 'steward' else 'administrator' end,
       facilities, case role when 'Leader' then 'Aggregate' when 'Administrator' then 'None' else 'Identified' end, '2000-01-01', 'khoyte', '2026-11-24T00:00:00', 'Vai trò có trước khi phân quyền theo ngày'
from   account;

alter table account drop column role;
alter table account drop column facilities;
alter table account add column unit text;
alter table account add column created_at moment;
alter table account add column seen_at moment;
alter table account add column password_at moment;
alter table account add column must_change boolean not null default false;
alter table account add column disabled_at moment;
alter table account add column disabled_why text;

create table account_session (
    id text primary key, account text not null, grant_id text, two_steps boolean not null, source text, device text,
    begun_at text not null, seen_at text not null, ended_at text, ended_why text
);
create index account_session_account on account_session (account, begun_at);

create table account_password (account text not null, hash text not null, at text not null);
create index account_password_account on account_password (account, at);

create table access_review (id text primary key, at text not null, by_account text not null, grants integer not null, ended integer not null, note text not null);
