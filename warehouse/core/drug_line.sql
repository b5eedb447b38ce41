-- core.drug_line: one row a drug line (XML2).
insert into core.drug_line (
    record_key, row_no, known_from, known_to, facility_code, discharged_on, drug_code, drug_name, registration_no, cost_group,
        route_code, scope_code,
    quantity, unit_price, hospital_amount, insured_amount, insurance_amount, copaid_amount, self_paid_amount, other_source_amount,
    department_codes, practitioner_codes, ordered_at, performed_at, payment_method, fund_source)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, b.event_on, r.drug_code, r.drug_name, r.registration_no,
       r.cost_group, r.route_code, r.scope_code,
    r.quantity, r.unit_price, r.line_hospital_amount, r.line_insured_amount, r.insurance_amount, r.copaid_amount, r.self_paid_amount,
        r.other_source_amount,
    r.department_codes, r.practitioner_codes, r.ordered_at, r.performed_at, r.payment_method, r.fund_source
from {xml2} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
