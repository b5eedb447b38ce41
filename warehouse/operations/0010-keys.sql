-- Work on keys that goes on beside loading: what stands under old keys is put under the newest. state: waiting | done | cancelled | failed.
create table key_job (
    id         text primary key,
    key_use    text not null,
    number     integer not null,
    state      text not null,
    done       bigint not null,
    total      bigint not null,
    place      text not null,
    by_account text not null,
    asked_at   moment not null,
    ended_at   moment,
    problem    text
);

-- Deliveries whose archived content is another than what was received, since records of shredded persons were taken out: where it stands now,
-- and what those records left behind (residue). The ledger keeps the name of what was received, as history.
create table redaction (
    delivery     bigint primary key,
    stored_hash  text not null,
    residue_hash text not null,
    shredding    text not null,
    at           moment not null
);

-- Shredding of one person: asked by one, approved by another. state: asked | refused | approved | planned | redacted | unlinked | destroyed | done.
-- person_key is the person as long as it runs, and then the tombstone.
create table shredding (
    id          text primary key,
    record_key  bigint not null,
    person_key  bigint not null,
    tombstone   text not null,
    reason      text not null,
    state       text not null,
    asked_by    text not null,
    asked_at    moment not null,
    decided_by  text,
    decided_at  moment,
    decision    text,
    records     bigint,
    pieces      bigint,
    tokens      bigint,
    files       bigint,
    keys        bigint,
    ended_at    moment
);

create table shredding_record (shredding text not null, record_key bigint not null);
create index shredding_record_of on shredding_record (shredding);

-- Files a shredding replaced: gone from the archive when it is done. leaf: of the file, null for one of before there were any.
create table shredding_file (shredding text not null, delivery bigint not null, hash text not null, leaf text);
create index shredding_file_hash on shredding_file (hash);

-- Legal holds: a person (by key), or a facility and a period, may not be shredded until the day, or until it is lifted.
create table legal_hold (
    id            text primary key,
    person_key    bigint,
    facility_code text,
    from_on       text,
    to_on         text,
    reason        text not null,
    act           text not null,
    until_on      text,
    by_account    text not null,
    at            moment not null,
    lifted_by     text,
    lifted_at     moment,
    lifted_why    text
);
