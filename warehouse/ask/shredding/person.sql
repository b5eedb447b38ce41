-- shredding/person: the person a record belongs to. $key: the record.
select person_key from link.encounter_person where encounter_key = $key
