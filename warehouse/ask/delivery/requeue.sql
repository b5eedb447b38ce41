-- delivery/requeue: to be standardised again, by the rules of today.
update delivery set state = 'Replay', rules = 2 where seq = $seq
