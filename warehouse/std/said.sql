-- batch_said: everything that was said of the versioned subjects this batch touches, in the order of receipt: their records that could be
-- used (kind load), cancels and restores, and the versions stewards chose (kind use; one that names no earlier record is left out).
delete from batch_said;
insert into batch_said (subject_key, record_key, heard_at, made_at, kind, version, rules)
select r.subject_key, r.record_key, d.known_at, r.made_at, 'load', r.record_key, d.rules
from   std.record r join batch_touched t on t.subject_key = r.subject_key join std.delivery d on d.delivery = r.delivery
where  r.kept and r.has_main and t.ends = 'versioned'
union all
select a.subject_key, a.record_key, d.known_at, d.known_at + interval '7 hours', a.action, a.version, d.rules
from   std.episode_action a join batch_touched t on t.subject_key = a.subject_key join std.delivery d on d.delivery = a.delivery
where  a.action <> 'use'
       or exists (select 1 from std.record r
       where r.record_key = a.version and r.record_key < a.record_key and r.subject_key = a.subject_key and r.kept and r.has_main);
