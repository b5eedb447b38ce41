-- sender/logins: logins of a sender, one a shape.
select l.sender, l.shape, l.user_name, l.hash, l.active, l.made_at, l.made_by, l.used_at, s.active as sender_active
from   sender_login l join sender s on s.code = l.sender where l.sender = $sender order by l.shape
