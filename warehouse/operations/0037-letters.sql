-- Size of the letters an account reads with, in percent of the usual one.
alter table account add column letters integer not null default 100;
