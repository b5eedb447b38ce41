-- account/ticket-use: uses a ticket up; nothing changes where it is not good. $account, $kind, $hash, $now.
update account_ticket set used_at = $now where account = $account and kind = $kind and hash = $hash and used_at is null and until_at > $now
