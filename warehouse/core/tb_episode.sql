-- core.tb_episode: one row a line of tuberculosis treatment (XML15).
insert into core.tb_episode (record_key, row_no, known_from, known_to, facility_code, person_key, site_code, history_code, hiv_code,
    bacteriology_code, resistance_code, treatment_code, regimen_code, started_on, ended_on, outcome_code)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, p.person_key, r.tb_site_code, r.tb_history_code,
       r.tb_hiv_status_code, r.tb_bacteriology_code, r.tb_resistance_code,
    r.tb_treatment_type_code, r.tb_regimen_code, r.tb_started_on, r.tb_ended_on, r.tb_outcome_code
from {xml15} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
