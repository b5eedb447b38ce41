-- account/ticket-give: one ticket more.
insert into account_ticket (hash, account, kind, made_by, made_at, until_at) values ($hash, $account, $kind, $by, $now, $until)
