-- core.machine: a machine of a facility, from list to list.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, r.machine_code, r.name, r.model, r.maker, r.country, r.made_year, r.used_year, r.circulation_no, r.source,
       r.department_code, r.status
from   {equipment_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
