-- delivery/requeue: to be standardised again.
update delivery set state = 'Replay' where seq = $seq
