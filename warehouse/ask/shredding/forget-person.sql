-- shredding/forget-person: the same of a key the person was known by. $person; $name: the same as text.
update legal_hold set record_key = null, person_key = null where person_key = $person;
update shredding set record_key = 0, person_key = 0, tombstone = '' where person_key = $person and state <> 'asked';
update opening set object = '', label = '' where kind = 'person' and object = $name
