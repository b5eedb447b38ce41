-- Application passwords: for programs that ask for figures with a name and a password (Excel, Power BI). Each belongs to an account, is
-- good for figures only, under the grant and with the steps of the session it was made in; only its hash is kept.
create table app_password (
    id text primary key, account text not null, hash text not null unique, name text not null, grant_id text, two_steps boolean not null,
    made_at text not null, used_at text, ended_at text);
create index app_password_account on app_password (account);
