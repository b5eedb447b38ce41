-- privacy/incident-add: one incident more.
insert into incident (id, number, kind, severity, detected_at, aware_at, at, account, audit)
values ($id, $number, $kind, $severity, $detectedat, $awareat, $at, $account, $audit)
