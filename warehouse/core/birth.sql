-- core.birth: one row a newborn (XML9).
insert into core.birth (record_key, row_no, known_from, known_to, facility_code, born_at, child_sex, weight_g, surgical,
    before_32_weeks, children_this_birth, birth_order, mother_commune_code, mother_ethnic_code)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, r.child_born_at, r.child_sex, r.newborn_weight_g,
       r.surgical_birth, r.born_before_32_weeks, r.children_born, r.birth_number, r.residence_commune_code, r.carer_ethnic_code
from {xml9} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
