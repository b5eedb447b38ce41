-- sender/token-add: a token that was given.
insert into sender_token (hash, id_hash, proof, sender, shape, made_at, expires_at)
values ($hash, $id_hash, $proof, $sender, $shape, $at, $expires)
