-- One row for a delivery about to be loaded or refused; counts follow when they are known.
insert into std.delivery (delivery, tracking_id, sender_code, contract, content_hash, received_at, facility_code, made_on, declared_count, records, refused, loaded, catalogue)
values ($delivery, cast($tracking as uuid), $sender, $contract, $hash, $at, $facility, $made, $declared, $records, $refused, $loaded, $catalogue)
