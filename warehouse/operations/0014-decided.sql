-- Numbers of deliveries come from the database and are never given twice. With a delivery stands what was decided on its day: known_at = when it counts
-- as known, never before those before it; facilities = those its sender might send for (null: of before, filled at the next start); rules = the edition of
-- the rules between versions (1 = the order of receipt, as all of before were judged).
create table delivery_numbered (
    seq             integer primary key autoincrement,
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
    loaded_at       moment,
    known_at        moment,
    facilities      text,
    rules           integer not null default 1
);
insert into delivery_numbered (seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, state, verdict, records, refused, errors, warnings, problem, loaded_at, known_at)
select seq, id, sender, channel, contract, version, idempotency_key, content_hash, byte_count, file_name, received_at, state, verdict, records, refused, errors, warnings, problem, loaded_at, max(received_at) over (order by seq) from delivery order by seq;
drop table delivery;
alter table delivery_numbered rename to delivery;
create index delivery_content on delivery (sender, contract, content_hash, seq);
create unique index delivery_key on delivery (sender, contract, idempotency_key) where idempotency_key is not null;
create index delivery_state on delivery (state, seq);
