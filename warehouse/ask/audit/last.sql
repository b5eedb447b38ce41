-- audit/last: the newest row, which the next one is chained to.
select seq, hash from audit order by seq desc limit 1
