-- audit/mark: how far somebody has read the audit. $name.
select seq from audit_mark where name = $name
