-- The time step of the newest code of an app each account used: neither it nor one of before is good again, however it is written (RFC 6238, 5.2).
drop table used_code;
create table code_step (account text primary key, step bigint not null);

-- Wrong proofs in a row, each proof counted by itself, and until when it is not taken.
create table proof_failure (account text not null, proof text not null, failures integer not null, locked_until text, primary key (account, proof));
create index proof_failure_locked on proof_failure (locked_until);

-- One-time codes that administrators hand over, each for one account and one thing: only their hashes.
create table account_ticket (hash text primary key, account text not null, kind text not null, made_by text not null, made_at text not null, until_at text not null, used_at text);
create index account_ticket_account on account_ticket (account);
