-- account/ticket-good: how many tickets of an account for a thing are good at $now with this hash: one or none. $account, $kind, $hash.
select count(*) from account_ticket where account = $account and kind = $kind and hash = $hash and used_at is null and until_at > $now
