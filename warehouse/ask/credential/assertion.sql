-- credential/assertion: a signed assertion that was used, until it would have ended.
insert into client_assertion (client, hash, until) values ($client, $hash, $until)
