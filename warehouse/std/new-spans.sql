-- Spans that core does not have yet. Those it has, but with another end, are closed by std/close-spans.
delete from batch_new;
insert into batch_new (encounter_key, known_from, known_to, ended_by)
select s.encounter_key, s.known_from, s.known_to, s.ended_by
from   batch_span s
left join core.encounter e on e.encounter_key = s.encounter_key and e.known_from = s.known_from
where  e.encounter_key is null;
