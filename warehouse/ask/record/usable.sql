-- record/usable: a record of a delivery that could be a version of its episode. $delivery, $record: their numbers.
select record_key, facility_code, episode_code from std.record where delivery = $delivery and record = $record and kept and has_main
