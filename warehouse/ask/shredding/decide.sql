-- shredding/decide: it is approved or refused, once.
update shredding set state = $state, decided_by = $by, decided_at = $at, decision = $decision where id = $id and state = 'asked'
