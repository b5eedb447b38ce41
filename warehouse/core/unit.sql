-- core.unit: a unit of the health sector and its attributes, from day to day.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to, r.unit_code, r.official_name,
       r.unit_kind, r.legal_status, r.has_seal, r.commune_code, r.act_no
from   {units_main} r
join   batch_new n on n.record_key = r.record_key
