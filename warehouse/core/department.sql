-- core.department: a department of a facility and its beds, from list to list.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, r.department_code, r.name, r.exam_tables, r.beds_planned, r.beds_actual, r.beds_icu, r.beds_emergency
from   {departments_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
