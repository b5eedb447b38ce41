-- record/person: whose record it is. $key: its record key.
select person_key as person from link.record_person where record_key = $key
