-- shredding/forget-record: holds, openings and older requests that name a record of a person that is shredded name nobody from now on, nor
-- do the words people wrote there. $record; $name: the same as text.
update legal_hold set record_key = null, person_key = null, reason = '', lifted_why = null where record_key = $record;
update shredding set record_key = 0, person_key = 0, tombstone = '' where record_key = $record and state <> 'asked';
update opening_review set note = null where opening in (select id from opening where kind = 'record' and object = $name);
update opening set object = '', label = '', reason = null where kind = 'record' and object = $name
