-- opening/see: the notices there are have been seen. $now, $by.
update privacy_notice set seen_at = $now, seen_by = $by where kind = 'break-glass' and seen_at is null
