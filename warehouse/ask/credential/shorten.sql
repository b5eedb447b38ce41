-- credential/shorten: the day a credential goes out beside the one that follows it.
update sender_credential set ends_at = $ends where id = $id and ended_at is null
