-- shredding/is-shredded: whether the record's person was shredded: a tombstone stands in its place. $key: the record.
select count(*) from link.encounter_person where encounter_key = $key and rule = 'shredded'
