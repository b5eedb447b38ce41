-- Whom a shredding is about stands under a pseudonym (subject), whose way back is destroyed with the person's secrets; record_key, person_key and tombstone stay
-- for requests of before. What of those is done is made to lead nowhere.
alter table shredding add column subject text;
update shredding set record_key = 0, person_key = 0, tombstone = '' where state = 'done';
delete from shredding_file where shredding in (select id from shredding where state = 'done');
update redaction set shredding = '' where shredding in (select id from shredding where state = 'done');

-- Records of a person that is being shredded and keys the person is known by, as pseudonyms, until it is done.
create table shredding_subject (shredding text not null, subject text not null);
create index shredding_subject_of on shredding_subject (shredding);
