-- opening/add: one opening more.
insert into opening (id, account, session, role, kind, object, label, purpose, reason, break_glass, opened_at, until_at)
values ($id, $account, $session, $role, $kind, $object, $label, $purpose, $reason, $breakglass, $openedat, $untilat)
