-- The audit: append-only, each row carries the hash of the one before.
create table audit (
    seq         bigint primary key,
    at          text not null,
    account     text not null,
    action      text not null,
    object_type text not null,
    object_id   text not null,
    purpose     text,
    source      text,
    detail      text,
    hash        text not null
);
create index audit_account on audit (account, at);
create index audit_object on audit (object_type, object_id);
