-- credential/end-all: ends all credentials of a system, or those of one kind.
update sender_credential set ended_at = $at, ended_by = $by where sender = $sender and ended_at is null and ($kind = '' or kind = $kind)
