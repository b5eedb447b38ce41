-- approval/revoke: what was approved is taken back, once.
update approval set state = 'revoked', revoked_by = $by, revoked_at = $at, revoked_why = $why where id = $id and state = 'approved'
