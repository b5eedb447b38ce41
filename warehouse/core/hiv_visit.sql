-- core.hiv_visit: one row a visit of HIV care (XML6).
insert into core.hiv_visit (record_key, row_no, known_from, known_to, facility_code, person_key, confirmed_on, arv_started_on,
    reason_code, patient_kind_code, stage_code, key_population_code, regimen_code, regimen_line_code, viral_load_on, viral_load_code,
    arv_days)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, p.person_key, r.hiv_confirmed_on, r.arv_started_on,
       r.registration_reason_code, r.patient_type_code, r.clinical_stage_code,
    r.key_population_code, r.regimen_code, r.regimen_line_code, r.viral_load_sampled_on, r.viral_load_code, r.arv_days
from {xml6} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
