-- shredding/halt: something came in its way after it was approved; it is refused before anything was taken out.
update shredding set state = 'refused', decision = $why where id = $id and state in ('approved', 'planned')
