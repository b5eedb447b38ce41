-- Every span of the records of some contracts (a;b), to fill a fact from. $contracts.
insert into batch_new (record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to)
select v.record_key, v.subject_key, v.known_from, v.known_to, v.ended_by, v.valid_from, v.valid_to
from   std.version v join std.delivery d on d.delivery = v.record_key >> 24
where  d.contract in (select text_items($contracts))
