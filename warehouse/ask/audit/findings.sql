-- audit/findings: what the anomaly rules saw, newest day first; with $open only what nobody has answered since it last grew.
select id, rule, account, day, first_seq, last_seq, first_at, last_at, times, seen_seq, seen_by, seen_at, note
from   audit_finding
where  ($open = 0 or seen_seq is null or seen_seq < last_seq) and ($rule = '' or rule = $rule) and ($before = '' or id < $before)
order by id desc limit $limit
