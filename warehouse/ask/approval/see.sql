-- approval/see: the notices of one approval have been seen. $object, $now, $by.
update privacy_notice set seen_at = $now, seen_by = $by where kind = 'approval' and object = $object and seen_at is null
