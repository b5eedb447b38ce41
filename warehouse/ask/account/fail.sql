-- account/fail: a wrong proof more; the $most-th in a row is the last that is judged before $until, and the count begins anew. $account,
-- $proof.
insert into proof_failure (account, proof, failures, locked_until) values ($account, $proof, 1 % $most, case when $most = 1 then $until end)
on conflict (account, proof) do update
set failures = (proof_failure.failures + 1) % $most,
    locked_until = case when proof_failure.failures + 1 >= $most then $until else proof_failure.locked_until end
