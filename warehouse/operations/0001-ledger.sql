-- The delivery ledger: what was received, by whom, and how far it has come. seq is the order of receipt and numbers the delivery in the warehouse.
create table sender (
    code       text primary key,
    name       text not null,
    key_hash   text,
    facilities text not null,
    active     boolean not null,
    created_at moment not null
);

create table delivery (
    seq             bigint primary key,
    id              text not null unique,
    sender          text not null,
    channel         text not null,
    contract        text not null,
    version         text,
    idempotency_key text,
    content_hash    text not null,
    byte_count      bigint not null,
    file_name       text,
    received_at     moment not null,
    state           text not null,
    verdict         text,
    records         integer,
    refused         integer,
    errors          integer,
    warnings        integer,
    problem         text,
    loaded_at       moment
);
create unique index delivery_content on delivery (sender, contract, content_hash);
create unique index delivery_key on delivery (sender, idempotency_key) where idempotency_key is not null;
create index delivery_state on delivery (state, seq);

create table delivery_event (
    seq     bigint not null,
    at      moment not null,
    type    text not null,
    message text
);
create index delivery_event_seq on delivery_event (seq);
