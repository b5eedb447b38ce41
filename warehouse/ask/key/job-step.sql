-- key/job-step: how far it has come.
update key_job set done = $done, total = $total, place = $place where id = $id and state = 'waiting'
