-- What is asked by one and approved by another before it is done: grants that come near to persons, and what opens accounts that have one. detail: the request (JSON); outcome: the grant it became.
alter table account_grant add column approved_by text;
create table approval (
    id text primary key, kind text not null, account text not null, detail text not null, reason text not null, state text not null,
    asked_by text not null, asked_at text not null, decided_by text, decided_at text, decision text, outcome text, revoked_by text, revoked_at text, revoked_why text
);
create index approval_state on approval (state, asked_at);
