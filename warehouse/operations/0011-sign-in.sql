-- Passkeys of accounts (data: public key, name, counter), how a session began, the fields of work a grant is bound to, tries to sign in, and what a review decided on each grant.
create table account_passkey (credential_id bytea primary key, user_id text not null, data jsonb not null);
create index account_passkey_user on account_passkey (user_id);

alter table account_session add column way text;
alter table account_grant add column fields text;

create table sign_in_try (id text primary key, account text not null, at text not null, succeeded boolean not null, way text not null, source text, device text);
create index sign_in_try_account on sign_in_try (account, at);
create index sign_in_try_at on sign_in_try (at);

create table access_review_line (review text not null, grant_id text not null, account text not null, decision text not null, reason text, primary key (review, grant_id));
create index access_review_line_grant on access_review_line (grant_id);
