-- approval/decide: what was asked for is approved or refused, once.
update approval set state = $state, decided_by = $by, decided_at = $at, decision = $decision where id = $id and state = 'asked'
