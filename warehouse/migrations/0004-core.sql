-- core: facts. Each row says which version of an encounter it belongs to and when we knew it: known_to null = what we know now.
create schema core;

-- One row a version of an encounter (XML1). encounter_key = record_key of the message it came in.
create table core.encounter (
    encounter_key bigint not null, known_from timestamp not null, known_to timestamp, ended_by varchar,
    facility_code varchar not null, episode_code varchar not null, person_key bigint, contract_version varchar,
    sex varchar, birth_month date, birth_precision integer, age_years integer, age_days integer,
    nationality_code varchar, ethnic_code varchar, occupation_code varchar, residence_province_code varchar, residence_commune_code varchar,
    insured boolean, card_group varchar, card_level varchar, area_code varchar,
    visit_type varchar, arrival_code varchar, arrived_at timestamp, admitted_at timestamp, discharged_at timestamp, discharged_on date, paid_at timestamp,
    treatment_days bigint, main_icd varchar, main_category varchar, other_count integer, outcome_code varchar, discharge_code varchar, injury_code varchar,
    referred_from_code varchar, referred_to_code varchar, department_code varchar, department_codes varchar, weight_kg decimal(18, 2),
    drug_amount decimal(18, 2), supply_amount decimal(18, 2), hospital_amount decimal(18, 2), insured_amount decimal(18, 2), self_paid_amount decimal(18, 2),
    copaid_amount decimal(18, 2), insurance_amount decimal(18, 2), other_source_amount decimal(18, 2), insurance_fee_amount decimal(18, 2),
    settlement_year bigint, settlement_month bigint
);

-- One row a diagnosis of an encounter. role: main | other.
create table core.diagnosis (
    encounter_key bigint not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, discharged_on date, role varchar not null, icd varchar not null, category varchar
);

-- One row a drug line (XML2).
create table core.drug_line (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, discharged_on date, drug_code varchar, drug_name varchar, registration_no varchar, cost_group varchar, route_code varchar,
    scope_code varchar, quantity decimal(18, 3), unit_price decimal(18, 3), hospital_amount decimal(18, 2), insured_amount decimal(18, 2),
    insurance_amount decimal(18, 2), copaid_amount decimal(18, 2), self_paid_amount decimal(18, 2), other_source_amount decimal(18, 2),
    department_codes varchar, practitioner_codes varchar, ordered_at timestamp, performed_at timestamp, payment_method varchar, fund_source varchar
);

-- One row a service or supply line (XML3).
create table core.service_line (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, discharged_on date, service_code varchar, service_name varchar, supply_code varchar, supply_name varchar, cost_group varchar,
    scope_code varchar, quantity decimal(18, 3), hospital_price decimal(18, 3), insured_price decimal(18, 3), service_rate bigint, insurance_rate bigint,
    hospital_amount decimal(18, 2), insured_amount decimal(18, 2), insurance_amount decimal(18, 2), copaid_amount decimal(18, 2),
    self_paid_amount decimal(18, 2), other_source_amount decimal(18, 2), department_codes varchar, bed_codes varchar, machine_codes varchar,
    practitioner_codes varchar, performer_codes varchar, anaesthesia_code varchar, ordered_at timestamp, performed_at timestamp, resulted_at timestamp, payment_method varchar
);

-- One row a result (XML4).
create table core.lab_result (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, discharged_on date, service_code varchar, test_code varchar, test_name varchar, result_value varchar, result_unit varchar, resulted_at timestamp
);

-- One row a newborn on a certificate of birth (XML9).
create table core.birth (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, born_at timestamp, child_sex varchar, weight_g bigint, surgical boolean, before_32_weeks boolean,
    children_this_birth bigint, birth_order bigint, mother_commune_code varchar, mother_ethnic_code varchar
);

-- One row a referral out (XML13).
create table core.referral (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, from_code varchar, to_code varchar, reason_code varchar, main_icd varchar, referred_on date
);

-- One row an appointment (XML14).
create table core.appointment (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, appointment_at timestamp, main_icd varchar, issued_on date
);

-- One row a certificate (XML7 discharge, XML10 maternity rest, XML11 sick leave). kind: discharge | maternity-rest | sick-leave.
create table core.certificate (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, kind varchar not null, days bigint, from_on date, to_on date, pregnancy_terminated boolean, gestation_weeks bigint, issued_on date
);

-- One row a line of tuberculosis treatment (XML15).
create table core.tb_episode (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, person_key bigint, site_code varchar, history_code varchar, hiv_code varchar, bacteriology_code varchar, resistance_code varchar,
    treatment_code varchar, regimen_code varchar, started_on date, ended_on date, outcome_code varchar
);

-- One row a visit of HIV care (XML6). A restricted compartment: read through Guard only.
create table core.hiv_visit (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, person_key bigint, confirmed_on date, arv_started_on date, reason_code varchar, patient_kind_code varchar,
    stage_code varchar, key_population_code varchar, regimen_code varchar, regimen_line_code varchar, viral_load_on date, viral_load_code varchar, arv_days bigint
);

-- One row a death in hospital or before it: outcome 5 or 8 of an encounter.
create table core.hospital_death (
    encounter_key bigint not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, person_key bigint, died_on date, main_icd varchar, before_hospital boolean not null, age_years integer, age_days integer, sex varchar
);

-- One row a check-in (XML0): a visit seen before its XML1; closed = an XML1 of the same episode is known.
create table core.check_in (
    encounter_key bigint not null, row_no integer not null, known_from timestamp not null, known_to timestamp,
    facility_code varchar not null, episode_code varchar not null, visit_type varchar, arrival_code varchar, arrived_at timestamp, admitted_at timestamp
);
