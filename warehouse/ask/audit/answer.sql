-- audit/answer: a finding was looked at. $id, $by, $at, $note; rows up to $upto.
update audit_finding set seen_seq = $upto, seen_by = $by, seen_at = $at, note = $note where id = $id
