-- core.diagnosis: the main code and each of the others.
insert into core.diagnosis (record_key, known_from, known_to, facility_code, discharged_on, role, icd, category)
select n.record_key, n.known_from, n.known_to, b.facility_code, b.event_on, r.role, r.icd, substr(r.icd, 1, 3)
from (
    select record_key, 'main' as role, main_icd as icd from {xml1} where main_icd is not null
    union all
    select record_key, 'other', text_items(other_icds) from {xml1} where other_icds is not null
) r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
