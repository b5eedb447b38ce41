-- core.service_line: one row a service or supply line (XML3).
insert into core.service_line (
    record_key, row_no, known_from, known_to, facility_code, discharged_on, service_code, service_name, supply_code, supply_name,
        cost_group, scope_code,
    quantity, hospital_price, insured_price, service_rate, insurance_rate, hospital_amount, insured_amount, insurance_amount,
        copaid_amount, self_paid_amount, other_source_amount,
    department_codes, bed_codes, machine_codes, practitioner_codes, performer_codes, anaesthesia_code, ordered_at, performed_at,
        resulted_at, payment_method)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, b.event_on, r.service_code, r.service_name, r.supply_code,
       r.supply_name, r.cost_group, r.scope_code,
    r.quantity, r.hospital_price, r.insured_price, r.service_rate, r.insurance_rate, r.line_hospital_amount, r.line_insured_amount,
        r.insurance_amount, r.copaid_amount, r.self_paid_amount, r.other_source_amount,
    r.department_codes, r.bed_codes, r.machine_codes, r.practitioner_codes, r.performer_codes, r.anaesthesia_code, r.ordered_at,
        r.performed_at, r.resulted_at, r.payment_method
from {xml3} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
