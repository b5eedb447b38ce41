-- Records that say something else of their persons than before lose their place.
delete from link.record_person where record_key in (select record_key from batch_former);
delete from link.person_before where record_key in (select record_key from batch_former)
