-- account/remember: the hash of a password an account has had.
insert into account_password (account, hash, at) values ($account, $hash, $at)
