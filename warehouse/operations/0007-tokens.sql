-- Credentials of senders and other systems (ended, never changed), what a sender may ask for and how it may prove itself; clients and tokens of OpenIddict;
-- signed assertions already used. Of a credential only the hash or the public key is kept.
create table sender_credential (
    id text primary key, sender text not null, kind text not null, name text not null, hash text, public_key text, key_id text,
    made_at moment not null, made_by text not null, ends_at moment, used_at moment, ended_at moment, ended_by text
);
create index sender_credential_sender on sender_credential (sender);
create unique index sender_credential_hash on sender_credential (hash) where hash is not null;
insert into sender_credential (id, sender, kind, name, hash, made_at, made_by)
select 'key-' || code, code, 'Key', 'Khoá ban đầu', key_hash, created_at, 'khoyte' from sender where key_hash is not null and code <> 'khoyte';

alter table sender drop column key_hash;
alter table sender add column scopes text not null default 'deliveries.write;deliveries.read;episodes.write';
alter table sender add column methods text not null default 'Key;Secret;PublicKey';
alter table sender add column ended_at moment;
alter table sender add column ended_why text;

create table oauth_application (
    id text primary key, application_type text, client_id text, client_secret text, client_type text, concurrency_token text, consent_type text,
    display_name text, display_names text, json_web_key_set text, permissions text, post_logout_redirect_uris text, properties text, redirect_uris text, requirements text, settings text
);
create unique index oauth_application_client on oauth_application (client_id);
create table oauth_authorization (
    id text primary key, application_id text, concurrency_token text, creation_date moment, properties text, scopes text, status text, subject text, type text
);
create index oauth_authorization_application on oauth_authorization (application_id, status, subject, type);
create table oauth_scope (
    id text primary key, concurrency_token text, description text, descriptions text, display_name text, display_names text, name text, properties text, resources text
);
create unique index oauth_scope_name on oauth_scope (name);
create table oauth_token (
    id text primary key, application_id text, authorization_id text, concurrency_token text, creation_date moment, expiration_date moment,
    payload text, properties text, redemption_date moment, reference_id text, status text, subject text, type text
);
create unique index oauth_token_reference on oauth_token (reference_id);
create index oauth_token_application on oauth_token (application_id, status, subject, type);
create index oauth_token_creation on oauth_token (creation_date);

create table client_assertion (client text not null, hash text not null, until moment not null, primary key (client, hash));
create index client_assertion_until on client_assertion (until);
