-- Accounts of people who sign in (ASP.NET Core Identity; role and facilities are ours).
create table account (
    id text primary key, user_name text, normalized_user_name text, email text, normalized_email text, email_confirmed boolean not null,
    password_hash text, security_stamp text, concurrency_stamp text, phone_number text, phone_number_confirmed boolean not null,
    two_factor_enabled boolean not null, lockout_end moment, lockout_enabled boolean not null, access_failed_count integer not null,
    name text not null, role text not null, facilities text
);
create unique index account_user_name on account (normalized_user_name);
create table account_claim (id integer primary key, user_id text not null, claim_type text, claim_value text);
create table account_login (login_provider text not null, provider_key text not null, provider_display_name text, user_id text not null, primary key (login_provider, provider_key));
create table account_token (user_id text not null, login_provider text not null, name text not null, value text, primary key (user_id, login_provider, name));
