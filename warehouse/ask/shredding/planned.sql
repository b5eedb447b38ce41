-- shredding/planned: how much there is to shred.
update shredding set state = 'planned', records = $records, pieces = $pieces, tokens = $tokens where id = $id
