-- Records of the batch that may be of a person, with the tokens they carry. One row a token (one without any where there is none), in
-- order of receipt.
select x.record_key, d.known_at, x.sex, t.rule, t.token
from   batch_person x
join   std.delivery d on d.delivery = x.record_key >> 24
left join batch_record_token t on t.record_key = x.record_key
order by x.record_key
