-- shredding/forget-person: the same of a key the person was known by. $person; $name: the same as text.
update legal_hold set record_key = null, person_key = null, reason = '', lifted_why = null where person_key = $person;
update shredding set record_key = 0, person_key = 0, tombstone = '' where person_key = $person and state <> 'asked';
update opening_review set note = null where opening in (select id from opening where kind = 'person' and object = $name);
update opening set object = '', label = '', reason = null where kind = 'person' and object = $name
