-- audit/append: one row of the audit.
insert into audit (seq, at, account, action, object_type, object_id, purpose, source, detail, hash)
values ($seq, $at, $account, $action, $objecttype, $objectid, $purpose, $source, $detail, $hash)
