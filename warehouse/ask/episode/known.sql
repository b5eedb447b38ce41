-- episode/known: whether an episode of a facility was ever taken in.
select count(*) from std.record where facility_code = $facility and episode_code = $episode and kept
