-- record/standing: the record of an episode that counts now. $facility, $episode.
select record_key from core.encounter where facility_code = $facility and episode_code = $episode and known_to is null
