-- record/person: whose record it is. $key: its record key.
select coalesce(person_key, 0) as person from core.encounter where record_key = $key order by known_from desc limit 1
