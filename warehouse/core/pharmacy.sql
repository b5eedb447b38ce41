-- core.pharmacy: a place that sells medicines, from list to list; it belongs to no facility.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       r.certificate_no, r.name, r.pharmacy_kind, r.commune_code, r.gpp_no, r.gpp_from, r.gpp_to, r.connected, r.status
from   {pharmacies_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
