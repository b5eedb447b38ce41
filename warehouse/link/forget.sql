-- Everybody is linked again.
delete from link.record_person;
delete from link.person_before;
delete from link.person_token;
delete from link.relink
