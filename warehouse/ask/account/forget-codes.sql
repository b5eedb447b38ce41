-- account/forget-codes: forgets codes used $before, which are not good any more.
delete from used_code where at < $before
