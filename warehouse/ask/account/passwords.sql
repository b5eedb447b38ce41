-- account/passwords: hashes of the last passwords of an account. $account (its id), $limit.
select hash from account_password where account = $account order by at desc limit $limit
