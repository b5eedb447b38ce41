-- key/job-end: it has ended, well or not.
update key_job set state = $state, ended_at = $at, problem = $problem where id = $id and state = 'waiting'
