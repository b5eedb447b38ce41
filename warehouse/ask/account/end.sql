-- account/end: a grant that still holds ends with $day. $account, $id.
update account_grant set valid_to = $day where account = $account and id = $id and (valid_to is null or valid_to > $day)
