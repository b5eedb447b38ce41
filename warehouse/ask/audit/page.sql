-- audit/page: rows by number, $from excluded, $until included.
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash from audit where seq > $from and seq <= $until order by seq
