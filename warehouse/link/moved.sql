-- What the batch changed for records of before. batch_step: one row a group and a span in which its records are somebody's; into_key: the
-- group they are in from now on; known_to null: what holds now.
insert into link.person_before (record_key, person_key, known_from, known_to)
select e.record_key, e.person_key, e.known_from, s.since
from   link.record_person e
join  (select group_key, min(known_from) as since from batch_step group by group_key) s on s.group_key = e.group_key
where  e.known_from < s.since;
insert into link.person_before (record_key, person_key, known_from, known_to)
select e.record_key, s.person_key, s.known_from, s.known_to
from   link.record_person e
join   batch_step s on s.group_key = e.group_key
where  s.known_to is not null;
update link.record_person
set    person_key = s.person_key, group_key = s.into_key, known_from = s.known_from
from   batch_step s
where  s.known_to is null and s.group_key = link.record_person.group_key;
-- Whoever came back to the same person at the instant they left never left.
update link.record_person
set    known_from = b.known_from
from   link.person_before b
where  b.record_key = link.record_person.record_key and b.person_key = link.record_person.person_key
  and  b.known_to = link.record_person.known_from
  and  link.record_person.group_key in (select into_key from batch_step);
delete from link.person_before
where  exists (select 1 from link.record_person e
               where e.record_key = link.person_before.record_key and e.person_key = link.person_before.person_key
                 and e.known_from = link.person_before.known_from);
-- Tokens of joined groups bind the one they went into.
insert into link.person_token (rule, token, sex, group_key, binds)
select distinct k.rule, k.token, k.sex, s.into_key, true
from   link.person_token k
join   batch_step s on s.group_key = k.group_key and s.known_to is null and s.into_key <> s.group_key
where  k.binds and not exists (
           select 1 from link.person_token o
           where  o.binds and o.rule = k.rule and o.token = k.token and o.sex = k.sex and o.group_key = s.into_key);
delete from link.person_token
where  binds and group_key in (select s.group_key from batch_step s where s.known_to is null and s.into_key <> s.group_key);
