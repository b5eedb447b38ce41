-- credential/assertion-seen: whether a signed assertion was used before.
select count(*) from client_assertion where client = $client and hash = $hash
