-- core.certificate: discharge (XML7), maternity rest (XML10), sick leave (XML11).
insert into core.certificate (record_key, row_no, known_from, known_to, facility_code, kind, days, from_on, to_on, pregnancy_terminated,
    gestation_weeks, issued_on)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, r.kind, r.days, r.from_on, r.to_on, r.terminated, r.weeks,
       r.issued_on
from (
    select record_key, row_no, 'discharge' as kind, leave_days as days, leave_from as from_on, leave_to as to_on,
           pregnancy_terminated as terminated, gestation_weeks as weeks, document_date as issued_on from {xml7}
    union all
    select record_key, row_no, 'maternity-rest', leave_days, leave_from, leave_to, null, null, document_date from {xml10}
    union all
    select record_key, row_no, 'sick-leave', leave_days, leave_from, leave_to, pregnancy_terminated, gestation_weeks, document_date
    from {xml11}
) r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
