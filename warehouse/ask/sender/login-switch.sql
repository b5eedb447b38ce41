-- sender/login-switch: on or off.
update sender_login set active = $active where sender = $sender and shape = $shape
