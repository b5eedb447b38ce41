-- Closes (or reopens) the spans of core.encounter as std/versions decided.
update core.encounter
set    known_to = s.known_to, ended_by = s.ended_by
from   batch_span s
where  core.encounter.encounter_key = s.encounter_key and core.encounter.known_from = s.known_from
       and (core.encounter.known_to is distinct from s.known_to or core.encounter.ended_by is distinct from s.ended_by)
