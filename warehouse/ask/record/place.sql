-- record/place: where a record stands. $key: its record key.
select delivery, record, facility_code, episode_code, event_on from std.record where record_key = $key
