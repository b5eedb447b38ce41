-- saved_view: an address of the portal somebody gave a name to; shared = all may see it in their lists.
create table saved_view (id text primary key, account text not null, name text not null, path text not null, shared integer not null, saved_at text not null);
create index saved_view_account on saved_view (account);
