-- credential/end: ends a credential now.
update sender_credential set ended_at = $at, ended_by = $by where id = $id and ended_at is null
