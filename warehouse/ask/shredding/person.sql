-- shredding/person: the person a record belongs to. $key: the record.
select person_key from link.record_person where record_key = $key
