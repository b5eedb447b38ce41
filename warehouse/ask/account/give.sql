-- account/give: one grant more.
insert into account_grant (id, account, role, facilities, units, data, compartments, fields, valid_from, valid_to, granted_by, granted_at,
    reason, approved_by)
values ($id, $account, $role, $facilities, $units, $data, $compartments, $fields, $validfrom, $validto, $grantedby, $grantedat, $reason,
    $approvedby)
