-- account/forget-tries: tries older than $before go; the audit keeps them as long as it must.
delete from sign_in_try where at < $before
