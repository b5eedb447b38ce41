-- sender/token-clear: tokens whose time is over, and all of a sender in a shape when it is named.
delete from sender_token where expires_at <= $at or (sender = $sender and shape = $shape)
