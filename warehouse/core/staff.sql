-- core.staff: somebody who works at a unit, from list to list.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, p.person_key, r.staff_no, r.sex, r.ethnic_code, r.title, r.degree, r.department_code, r.contract_kind, r.licence_no,
       r.works_from, r.works_to
from   {staff_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
