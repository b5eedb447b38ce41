-- delivery/last-known: when the newest delivery counts as known.
select known_at from delivery order by seq desc limit 1
