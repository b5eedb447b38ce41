-- shredding/planned-records: where the records to be shredded came in. batch_shred: the records.
select s.record_key, d.delivery, cast(s.record_key & 16777215 as integer) as record, coalesce(r.kept, true) as kept, d.contract
from   batch_shred s
join   std.delivery d on d.delivery = s.record_key >> 24
left join std.record r on r.record_key = s.record_key
