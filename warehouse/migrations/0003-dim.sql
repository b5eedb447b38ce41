-- dim: dated dimensions, filled from the catalogue at every start and import.
create schema dim;

create table dim.code (
    list       varchar not null,
    code       varchar not null,
    name       varchar not null,
    valid_from date    not null,
    valid_to   date,
    act        varchar,
    maps_to    varchar
);

create table dim.icd10 (
    code       varchar not null,
    name       varchar not null,
    name_en    varchar,
    category   varchar not null,
    block      varchar,
    chapter    varchar,
    valid_from date    not null,
    valid_to   date,
    act        varchar
);

create table dim.icd10_chapter (chapter varchar not null, "from" varchar, "to" varchar, name varchar not null, name_en varchar);
create table dim.icd10_block (block varchar not null, chapter varchar, name varchar not null, name_en varchar);

-- flag: female-only, male-only, not-principal, age (days of life allowed).
create table dim.icd10_flag (code varchar not null, flag varchar not null, min_days integer, max_days integer, act varchar);

-- Statutory groups (Biểu 14) and the three-character categories each holds, one row a category.
create table dim.icd10_group (
    "group"    varchar not null,
    chapter    varchar not null,
    name       varchar not null,
    codes      varchar not null,
    valid_from date    not null,
    valid_to   date,
    act        varchar
);
create table dim.icd10_group_member ("group" varchar not null, category varchar not null, valid_from date not null, valid_to date);

-- Administrative units, both trees: a code means another place before and after 01/07/2025, so (code, valid_from) is the key, written unit_key = code@yyyy-mm-dd.
create table dim.admin_unit (
    unit_key   varchar not null,
    code       varchar not null,
    level      varchar not null,
    name       varchar not null,
    kind       varchar,
    parent     varchar,
    province   varchar,
    valid_from date    not null,
    valid_to   date,
    act        varchar
);

-- How units changed. weight = part of the old unit that went to the new one; the weights of an old unit add up to one.
create table dim.admin_change (
    old_key varchar not null,
    new_key varchar not null,
    kind    varchar not null,
    weight  decimal(9, 6) not null,
    changed_on date not null,
    act     varchar
);

create table dim.facility (
    code         varchar not null,
    name         varchar not null,
    kind         varchar,
    ownership    varchar,
    level        varchar,
    class        varchar,
    commune_code varchar,
    parent       varchar,
    gln          varchar,
    beds_planned integer,
    beds_actual  integer,
    valid_from   date not null,
    valid_to     date,
    status       varchar
);

create table dim.department (
    facility_code varchar not null,
    code          varchar not null,
    name          varchar not null,
    beds_planned  integer,
    beds_actual   integer,
    valid_from    date not null,
    valid_to      date
);

create table dim.service (
    code       varchar not null,
    name       varchar not null,
    "group"    varchar,
    chapter    varchar,
    price      decimal(18, 2),
    valid_from date not null,
    valid_to   date,
    act        varchar
);

create table dim.drug (code varchar not null, name varchar not null, ingredient varchar, route varchar, unit varchar, strength varchar, registration_no varchar, price decimal(18, 2), atc varchar);
create table dim.lab_test (code varchar not null, name varchar not null, unit varchar, low decimal(18, 4), high decimal(18, 4), service_code varchar);

-- Every day with the periods of the Vietnamese reporting calendar (TT 23/2025/TT-BYT) and its ISO week.
create table dim.date (
    day        date    not null,
    year       integer not null,
    quarter    integer not null,
    month      integer not null,
    iso_year   integer not null,
    iso_week   integer not null,
    weekday    integer not null,
    month_code varchar not null,
    quarter_code varchar not null
);

-- Fingerprint of the catalogue the dimensions were filled from.
create table dim.filled (catalogue varchar not null);
