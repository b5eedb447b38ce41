-- What was found in a delivery while it was read.
update std.delivery set facility_code = $facility, made_on = $made, declared_count = $declared, records = $records, refused = $refused, loaded = $loaded where delivery = $delivery
