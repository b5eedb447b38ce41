-- key/job-add: work to be done.
insert into key_job (id, key_use, number, state, done, total, place, by_account, asked_at)
values ($id, $use, $number, 'waiting', 0, 0, '', $by, $at)
