-- operate/newest: the newest delivery of the ledger, by its number; none in an empty one.
select seq, known_at from delivery order by seq desc limit 1
