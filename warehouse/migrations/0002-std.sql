-- std: what was received, standardised; every version stays. The tables of the declared contract are made from it at start.
create schema std;
create schema vault;
create schema link;

-- One row a delivery that was loaded or refused. delivery = its number in the ledger, the order of receipt.
create table std.delivery (
    delivery       bigint    not null,
    tracking_id    uuid      not null,
    sender_code    varchar   not null,
    contract       varchar   not null,
    content_hash   varchar   not null,
    received_at    timestamp not null,
    facility_code  varchar,
    made_on        date,
    declared_count integer,
    records        integer   not null,
    refused        integer   not null,
    loaded         boolean   not null,
    catalogue      varchar   not null
);

-- One row a record (HOSO) of a delivery. A record that could not be used is there with kept = false.
create table std.record (
    record_key    bigint  not null,
    delivery      bigint  not null,
    record        integer not null,
    episode_key   bigint,
    facility_code varchar,
    episode_code  varchar,
    version       varchar,
    part          varchar,
    byte_offset   bigint,
    kept          boolean not null,
    has_main      boolean not null,
    event_on      date
);

-- One row a finding; record_key is null when it is about the delivery as a whole.
create table std.finding (
    delivery   bigint  not null,
    record_key bigint,
    table_name varchar,
    row_no     integer,
    field      varchar,
    rule       varchar not null,
    severity   integer not null,
    times      integer not null,
    value      varchar,
    message    varchar not null
);

-- Cancel and restore as asked for (the reason is sealed); applied = it found an episode in the right state.
create table std.episode_action (
    record_key    bigint  not null,
    delivery      bigint  not null,
    episode_key   bigint  not null,
    facility_code varchar not null,
    episode_code  varchar not null,
    action        varchar not null,
    applied       boolean not null
);

-- Sealed pieces: one row a compartment of a row of a record.
create table vault.sealed (
    record_key  bigint  not null,
    table_name  varchar not null,
    row_no      integer not null,
    compartment varchar not null,
    piece       blob    not null
);

-- Keyed tokens of each record, one a matching rule.
create table vault.record_token (
    record_key bigint  not null,
    rule       varchar not null,
    token      uuid    not null
);

-- link: who is who. A person as first seen; merged_into is set when another turned out to be the same.
create table link.person (
    person_key  bigint  not null,
    sex         varchar,
    birth_year  integer,
    merged_into bigint
);

create table link.person_token (
    rule       varchar not null,
    token      uuid    not null,
    person_key bigint  not null
);

-- Which person each encounter belongs to, and the strongest rule it carries a token of.
create table link.encounter_person (
    encounter_key bigint  not null,
    person_key    bigint  not null,
    rule          varchar not null
);
