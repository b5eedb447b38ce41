-- Records that say something else of their persons than before lose their place, and everybody is linked again before long.
delete from link.encounter_person where encounter_key in (select record_key from batch_former);
delete from link.person_before where encounter_key in (select record_key from batch_former);
delete from link.relink;
insert into link.relink (since) select max(known_at) from std.delivery
