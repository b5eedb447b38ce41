-- shredding/is-shredded: whether the record's person was shredded: a tombstone stands in its place. $key: the record.
select count(*) from link.record_person where record_key = $key and rule = 'shredded'
