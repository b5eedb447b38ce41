-- shredding/hold-lift: a legal hold ends before its day.
update legal_hold set lifted_by = $by, lifted_at = $at, lifted_why = $why where id = $id and lifted_at is null
