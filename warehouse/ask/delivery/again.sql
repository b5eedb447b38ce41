-- delivery/again: a delivery whose content the warehouse no longer holds, or holds under another name ($state 'Replay'), is loaded again.
update delivery set state = $state where seq = $seq
