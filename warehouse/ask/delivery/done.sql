-- delivery/done: the outcome of loading.
update delivery set state = $state, verdict = $verdict, records = $records, refused = $refused, errors = $errors, warnings = $warnings, problem = $problem, loaded_at = $at
where  seq = $seq
