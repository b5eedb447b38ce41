-- core.appointment: one row an appointment (XML14).
insert into core.appointment (record_key, row_no, known_from, known_to, facility_code, appointment_at, main_icd, issued_on)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, r.appointment_at, r.main_icd, r.document_date
from {xml14} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
