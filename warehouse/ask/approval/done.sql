-- approval/done: what an approved request became.
update approval set outcome = $outcome where id = $id
