-- opening/close: an opening of the account ends at $now. $account, $id.
update opening set closed_at = $now where account = $account and id = $id and closed_at is null and until_at > $now
