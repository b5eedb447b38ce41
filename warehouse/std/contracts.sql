-- Contracts of the subjects whose spans the batch works out, or forgets.
select distinct d.contract from batch_judged j join std.delivery d on d.delivery = j.record_key >> 24
union
select distinct d.contract from batch_record r join std.delivery d on d.delivery = r.delivery
