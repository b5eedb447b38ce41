-- privacy/request-event-add: one event of a request more.
insert into subject_request_event (seq, request, type, value, note, happened_on, at, account, audit)
select coalesce(max(seq), 0) + 1, $request, $type, $value, $note, $happenedon, $at, $account, $audit from subject_request_event
