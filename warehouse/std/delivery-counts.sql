-- What was found in a large delivery while it was read; with this it is complete.
update std.delivery set facility_code = $facility, made_on = $made, declared_count = $declared, records = $records, refused = $refused,
       loaded = $loaded, complete = true where delivery = $delivery
