-- sender/login-used: somebody came in by it.
update sender_login set used_at = $at where sender = $sender and shape = $shape
