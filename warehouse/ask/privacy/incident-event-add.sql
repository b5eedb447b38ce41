-- privacy/incident-event-add: one event of an incident more.
insert into incident_event (seq, incident, type, value, note, at, account, audit)
select coalesce(max(seq), 0) + 1, $incident, $type, $value, $note, $at, $account, $audit from incident_event
