-- shredding/forget-record: holds, openings and older requests that name a record of a person that is shredded name nobody from now on. $record; $name: the same as text.
update legal_hold set record_key = null, person_key = null where record_key = $record;
update shredding set record_key = 0, person_key = 0, tombstone = '' where record_key = $record and state <> 'asked';
update opening set object = '', label = '' where kind = 'record' and object = $name
