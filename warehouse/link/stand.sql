-- Whose the records of deliveries that were standardised again are, for the facts that are filled anew.
insert into batch_record_person (record_key, person_key)
select record_key, person_key from link.record_person where record_key in (select record_key from batch_former)
