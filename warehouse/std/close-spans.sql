-- Closes (or reopens) the spans as was decided, with core.encounter, which says how each ended.
update std.version
set    known_to = s.known_to, ended_by = s.ended_by
from   batch_span s
where  std.version.record_key = s.record_key and std.version.known_from = s.known_from
       and (std.version.known_to is distinct from s.known_to or std.version.ended_by is distinct from s.ended_by);
update core.encounter
set    known_to = s.known_to, ended_by = s.ended_by
from   batch_span s
where  core.encounter.record_key = s.record_key and core.encounter.known_from = s.known_from
       and (core.encounter.known_to is distinct from s.known_to or core.encounter.ended_by is distinct from s.ended_by);
