-- batch_undone: spans of core.encounter that no longer are any, since what was standardised again, or the same instant twice, changed what
-- was known when.
-- Then how many rows of core.encounter have another end than they should, and how many are undone.
delete from batch_undone;
insert into batch_undone (encounter_key, known_from)
select e.encounter_key, e.known_from
from   core.encounter e join batch_said v on v.record_key = e.encounter_key and v.kind = 'load'
left join batch_span s on s.encounter_key = e.encounter_key and s.known_from = e.known_from
where  s.encounter_key is null;
select (select count(*) from core.encounter e join batch_span s on e.encounter_key = s.encounter_key and e.known_from = s.known_from
        where e.known_to is distinct from s.known_to or e.ended_by is distinct from s.ended_by) as ended,
       (select count(*) from batch_undone) as undone;
