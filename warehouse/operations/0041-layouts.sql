-- layout: how a sender said a layout of a contract's tables is read. digest: fingerprint of contract and headings; headings: their words in order (JSON); mapping:
-- which field each fills, and the sheet and line where they were chosen (JSON). A row never changes, for deliveries name it; the newest of a digest is the one in use.
create table layout (
    id text primary key, sender text not null, contract text not null, digest text not null, headings text not null, mapping text not null,
    made_at moment not null, made_by text not null
);
create index layout_of on layout (sender, contract, digest);
alter table delivery add column layout text;
