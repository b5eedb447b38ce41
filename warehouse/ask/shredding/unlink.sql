-- shredding/unlink: pieces and tokens of a person's records go; the tombstone takes the person's place and keeps its facts together.
-- batch_shred: the person's records; batch_gone: the keys the person was known by, and the tombstone's, so that it can be done twice. $tombstone, $person: the tombstone's token and key.
-- What was found by comparing tokens (R92, R93) cannot be found again.
delete from std.finding where record_key in (select record_key from batch_shred) and rule in ('R92-overlapping-stays', 'R93-same-visit-other-code');
delete from vault.sealed where record_key in (select record_key from batch_shred);
delete from vault.record_token where record_key in (select record_key from batch_shred);
delete from vault.record_name where record_key in (select record_key from batch_shred);
insert into vault.record_token (record_key, rule, token)
select record_key, 'shredded', cast($tombstone as uuid) from std.record where kept and has_main and record_key in (select record_key from batch_shred);
delete from link.person_token where person_key in (select person_key from batch_gone);
delete from link.person where person_key in (select person_key from batch_gone);
insert into link.person_token (rule, token, person_key) values ('shredded', cast($tombstone as uuid), $person);
insert into link.person (person_key, sex, birth_year, merged_into)
select $person, x.sex, cast(extract(year from x.birth_month) as integer), null
from   std.xml1 x where x.record_key = (select min(r.record_key) from vault.record_token r where r.rule = 'shredded' and r.token = cast($tombstone as uuid)) limit 1;
update link.encounter_person set person_key = $person, rule = 'shredded' where encounter_key in (select record_key from batch_shred);
