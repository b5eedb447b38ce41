-- shredding/halt: something came in its way after it was approved; it is stopped, unless something was taken out of a delivery already.
update shredding set state = 'halted', decision = $why
where id = $id and state in ('approved', 'planned') and not exists (select 1 from redaction r where r.shredding = $id)
