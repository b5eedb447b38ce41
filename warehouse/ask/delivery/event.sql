-- delivery/event: something happened to a delivery.
insert into delivery_event (seq, at, type, message) select seq, $at, $type, $message from delivery where id = $id
