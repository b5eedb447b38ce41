-- account/locked: proofs that are not taken at $now, of one account or of all ($account = '').
select account, proof, locked_until from proof_failure where locked_until > $now and ($account = '' or account = $account)
