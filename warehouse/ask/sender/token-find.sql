-- sender/token-find: a token that still holds, of a login and a sender that are switched on.
select t.id_hash, t.proof, t.sender, l.user_name
from   sender_token t join sender_login l on l.sender = t.sender and l.shape = t.shape join sender s on s.code = t.sender
where  t.hash = $hash and t.shape = $shape and t.expires_at > $at and l.active and s.active
