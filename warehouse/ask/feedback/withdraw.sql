-- feedback/withdraw: what somebody has just said is gone again. $id.
delete from feedback where id = $id
