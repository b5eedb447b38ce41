-- house.cover: number of the key that covers the tokens kept here; no row = none yet (tokens of before the first shredding).
create table house.cover (number integer not null);

-- link.former_person: keys of persons from when they were drawn from a record's number alone, and a record each once named; books and audit of then use them.
-- Persons get keys under secrets of their own: everybody is linked again when the house opens.
create table link.former_person (known_key bigint not null, encounter_key bigint not null);
insert into link.former_person (known_key, encounter_key)
select known_key, min(encounter_key)
from  (select person_key as known_key, encounter_key from link.encounter_person
       union all select group_key, encounter_key from link.encounter_person
       union all select person_key, encounter_key from link.person_before) k
group by known_key;
delete from link.relink;
insert into link.relink (since) select cast(null as timestamp) from std.delivery limit 1;

-- link.known_as: every key the records of a person ever had (its own, those of before, those of their groups), and the person of today they lead to.
create or replace view link.known_as as
select person_key as known_key, person_key from link.encounter_person
union
select group_key, person_key from link.encounter_person
union
select b.person_key, e.person_key from link.person_before b join link.encounter_person e on e.encounter_key = b.encounter_key
union
select f.known_key, e.person_key from link.former_person f join link.encounter_person e on e.encounter_key = f.encounter_key;
