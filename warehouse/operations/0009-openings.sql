-- Identity opened for a while: for one account in one session and role, for one record or person, for a purpose. An opening is closed, never removed.
create table opening (
    id text primary key, account text not null, session text not null, role text not null, kind text not null, object text not null, label text not null,
    purpose text not null, reason text, break_glass boolean not null, opened_at text not null, until_at text not null, closed_at text
);
create index opening_account on opening (account, until_at);
create index opening_time on opening (break_glass, opened_at);
-- What the data-protection officer concluded of each opening in an emergency; verdict null = still to be judged.
create table opening_review (opening text primary key, due_at text not null, verdict text, note text, by_account text, at text);
-- What the data-protection officer is told at once; seen_at null = not yet seen.
create table privacy_notice (id text primary key, at text not null, kind text not null, object text not null, seen_at text, seen_by text);
