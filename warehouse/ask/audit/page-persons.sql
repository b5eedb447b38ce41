-- audit/page-persons: persons of rows, $from excluded, $until included.
select seq, person from audit_person where seq > $from and seq <= $until order by seq, person
