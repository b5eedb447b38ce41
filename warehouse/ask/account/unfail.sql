-- account/unfail: a proof was right, or is made anew: its count is forgotten, or that of all ($proof = ''). $account.
delete from proof_failure where account = $account and ($proof = '' or proof = $proof)
