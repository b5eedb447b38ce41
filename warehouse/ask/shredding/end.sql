-- shredding/end: it is done; from now on the person is only the tombstone.
update shredding set state = 'done', person_key = $person, files = $files, keys = $keys, ended_at = $at where id = $id
