-- audit/take-away-persons: which persons rows of a closed period show. $to: the last row.
delete from audit_person where seq <= $to
