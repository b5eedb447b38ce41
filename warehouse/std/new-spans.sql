-- Spans that are not kept yet. Those that are, but with another end, are closed by std/close-spans.
delete from batch_new;
insert into batch_new (record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to)
select s.record_key, s.subject_key, s.known_from, s.known_to, s.ended_by, s.valid_from, s.valid_to
from   batch_span s
left join std.version v on v.record_key = s.record_key and v.known_from = s.known_from
     and v.valid_from is not distinct from s.valid_from and v.valid_to is not distinct from s.valid_to
where  v.record_key is null;
