-- shredding/end: it is done: nothing of it leads to the person, or to what was the person's, any more. $month: its first day; the moment
-- would tell which redactions are of it.
update shredding set state = 'done', record_key = 0, person_key = 0, tombstone = '', subject = null, files = $files, keys = $keys,
       ended_at = $at where id = $id;
update redaction set shredding = '', at = $month where shredding = $id;
delete from shredding_file where shredding = $id;
delete from shredding_record where shredding = $id;
delete from shredding_subject where shredding = $id
