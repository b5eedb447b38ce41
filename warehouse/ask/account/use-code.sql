-- account/use-code: notes that an account used a code of its app; no row is written where it was used before. $account, $code, $at.
insert into used_code (account, code, at) values ($account, $code, $at) on conflict do nothing
