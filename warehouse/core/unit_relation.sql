-- core.unit_relation: who owns a unit, guides it, is reported to, of which it is a part or which it succeeds, from day to day.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to, r.unit_code, r.relation,
       r.target_code, r.form_code, r.share, r.act_no
from   {unit_relations_main} r
join   batch_new n on n.record_key = r.record_key
