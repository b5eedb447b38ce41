-- account/use: a session goes on under another grant. $account, $id, $grant.
update account_session set grant_id = $grant where account = $account and id = $id
