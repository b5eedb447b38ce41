-- core.practitioner: a licence to practise registered at a facility, from list to list.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, p.person_key, r.licence_no, r.sex, r.title, r.issued_on, r.expires_on, r.status,
       r.department_codes, r.training_hours
from   {practitioners_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
