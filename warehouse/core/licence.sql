-- core.licence: a licence to work, from its issue to its end.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, r.licence_no, r.name, r.licensed_kind, r.level, r.ownership, r.status,
       r.commune_code, r.beds, r.vaccination, r.vaccination_on
from   {licences_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
