-- approval/failed: an approved request could not be carried out; $why.
update approval set state = 'failed', decision = $why where id = $id
