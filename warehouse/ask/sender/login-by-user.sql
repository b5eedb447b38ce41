-- sender/login-by-user: the login of a user name in a shape, and whether its sender may send.
select l.sender, l.shape, l.user_name, l.hash, l.active, l.made_at, l.made_by, l.used_at, s.active as sender_active
from   sender_login l join sender s on s.code = l.sender where l.shape = $shape and l.user_name = $user
