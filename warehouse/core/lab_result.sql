-- core.lab_result: one row a result (XML4).
insert into core.lab_result (record_key, row_no, known_from, known_to, facility_code, discharged_on, service_code, test_code, test_name,
    result_value, result_unit, resulted_at)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, b.event_on, r.service_code, r.test_code, r.test_name,
       r.result_value, r.result_unit, r.resulted_at
from {xml4} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
