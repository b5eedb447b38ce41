-- link/batch: tokens of the batch's encounters, with the person each already leads to. One row a token, in order of receipt.
select t.record_key, t.rule, t.token, x.sex, cast(extract(year from x.birth_month) as integer) as birth_year,
       k.person_key, p.sex as person_sex, p.birth_year as person_birth_year
from   batch_record_token t
join   batch_xml1 x on x.record_key = t.record_key
left join link.person_token k on k.rule = t.rule and k.token = t.token
left join link.person p on p.person_key = k.person_key
order by t.record_key, t.rule
