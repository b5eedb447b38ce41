-- core.hospital_death: outcome 5 (in hospital) or 8 (before arrival).
insert into core.hospital_death (record_key, known_from, known_to, facility_code, person_key, died_on, main_icd, before_hospital,
    age_years, age_days, sex)
select n.record_key, n.known_from, n.known_to, b.facility_code, p.person_key, cast(r.discharged_at as date), r.main_icd,
       r.outcome_code = '8', r.age_years, r.age_days, r.sex
from {xml1} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
where r.outcome_code in ('5', '8')
