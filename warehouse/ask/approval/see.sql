-- approval/see: the notices of approvals have been seen. $now, $by.
update privacy_notice set seen_at = $now, seen_by = $by where kind = 'approval' and seen_at is null
