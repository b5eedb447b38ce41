-- core.task: one row of tasks.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to, r.task_no, r.due_on, r.done_on, r.points
from   {tasks_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
