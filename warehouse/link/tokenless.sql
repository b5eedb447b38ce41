-- Encounters of the batch without any token: each is a person of its own.
select x.record_key, x.sex, cast(extract(year from x.birth_month) as integer) as birth_year
from   batch_xml1 x
where  not exists (select 1 from batch_record_token t where t.record_key = x.record_key)
order by x.record_key
