-- core.encounter: one row a version of an encounter and the span in which we knew it.
insert into core.encounter (
    record_key, known_from, known_to, ended_by, facility_code, episode_code, person_key, contract_version,
    sex, birth_month, birth_precision, age_years, age_days, nationality_code, ethnic_code, occupation_code, residence_province_code,
        residence_commune_code,
    insured, card_group, card_level, area_code, visit_type, arrival_code, arrived_at, admitted_at, discharged_at, discharged_on, paid_at,
    treatment_days, main_icd, main_category, other_count, outcome_code, discharge_code, injury_code, referred_from_code, referred_to_code,
    department_code, department_codes, weight_kg, drug_amount, supply_amount, hospital_amount, insured_amount, self_paid_amount,
        copaid_amount,
    insurance_amount, other_source_amount, insurance_fee_amount, settlement_year, settlement_month)
select n.record_key, n.known_from, n.known_to, n.ended_by, b.facility_code, b.episode_code, p.person_key, b.version,
    r.sex, r.birth_month, r.birth_precision, r.age_years, r.age_days, r.nationality_code, r.ethnic_code, r.occupation_code,
        r.residence_province_code, r.residence_commune_code,
    r.insured, r.card_group, r.card_level, r.area_code, r.visit_type, r.arrival_code, r.arrived_at, r.admitted_at, r.discharged_at,
    b.event_on, r.paid_at,
    r.treatment_days, r.main_icd, substr(r.main_icd, 1, 3),
    case when r.other_icds is null then 0 else length(r.other_icds) - length(replace(r.other_icds, ';', '')) + 1 end,
    r.outcome_code, r.discharge_code, r.injury_code, r.referred_from_code, r.referred_to_code,
    split_part(r.department_codes, ';', -1), r.department_codes, r.weight_kg, r.drug_amount, r.supply_amount, r.hospital_amount,
        r.insured_amount, r.self_paid_amount, r.copaid_amount,
    r.insurance_amount, r.other_source_amount, r.insurance_fee_amount, r.settlement_year, r.settlement_month
from {xml1} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
