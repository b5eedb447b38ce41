-- Who is who, of the records there are and not of the order they came in (docs/decisions/0023-who-is-who.md): everything of before is
-- worked out again from std and vault when the house opens (link.relink).
drop table link.person;
drop table link.person_token;
drop table link.encounter_person;

-- Whose an encounter is, as known now. group_key: the records that stand or fall with it: all that are bound to one person, or all that
-- lean on one number; a group that leans has the person of those bound by that number where there is only one, else it is a person of its
-- own. rule: the strongest the record has a token of. known_from: since when it is this person's.
create table link.encounter_person (
    encounter_key bigint not null, person_key bigint not null, rule varchar not null, group_key bigint not null, known_from timestamp not null);

-- Whose an encounter was thought to be before.
create table link.person_before (
    encounter_key bigint not null, person_key bigint not null, known_from timestamp not null, known_to timestamp not null);

-- Which groups carry a token, by the sex that tells persons apart ('' = not known): those it binds, and the one that leans on it.
create table link.person_token (
    rule varchar not null, token uuid not null, sex varchar not null, group_key bigint not null, binds boolean not null);

-- link.relink: a row while persons are to be worked out again, since tokens of records changed.
create table link.relink (since timestamp);
insert into link.relink (since) values (null);
