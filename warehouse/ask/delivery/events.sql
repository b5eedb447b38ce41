-- delivery/events: what happened to a delivery, oldest first.
select at, type, message from delivery_event where seq = $seq order by at, type
