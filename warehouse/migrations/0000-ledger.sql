-- Which migrations have been run.
create schema if not exists house;
create table if not exists house.migration (name varchar not null);
