-- shredding/hold-add: a legal hold.
insert into legal_hold (id, person_key, record_key, facility_code, from_on, to_on, reason, act, until_on, by_account, at)
values ($id, $person, $record, $facility, $from, $to, $reason, $act, $until, $by, $at)
