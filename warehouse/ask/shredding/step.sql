-- shredding/step: it has come further.
update shredding set state = $state where id = $id
