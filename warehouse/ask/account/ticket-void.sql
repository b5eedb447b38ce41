-- account/ticket-void: tickets of an account that nobody used are good no more, for one thing or for all ($kind = ''). $account, $now.
update account_ticket set until_at = $now where account = $account and ($kind = '' or kind = $kind) and used_at is null and until_at > $now
