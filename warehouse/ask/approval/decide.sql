-- approval/decide: what was asked for is approved or refused, once. $outcome: the id of the grant or credential it becomes.
update approval set state = $state, decided_by = $by, decided_at = $at, decision = $decision, outcome = $outcome
where id = $id and state = 'asked'
