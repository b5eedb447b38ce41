-- key/jobs: work on keys, newest first.
select id, key_use, number, state, done, total, place, by_account, asked_at, ended_at, problem from key_job order by asked_at desc, id desc
limit 20
