-- delivery/done: the outcome of loading, of all deliveries of a group. $rows: as JSON.
update delivery d
set    state = o.state, verdict = o.verdict, records = o.records, refused = o.refused, errors = o.errors, warnings = o.warnings,
       problem = o.problem, loaded_at = o.at at time zone 'UTC'
from   json_to_recordset(cast($rows as json)) as o (seq bigint, state text, verdict text, records integer, refused integer, errors integer,
       warnings integer, problem text, at timestamp)
where  d.seq = o.seq
