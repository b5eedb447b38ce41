-- Every subject there is.
delete from batch_since;
delete from batch_touched;
insert into batch_touched (subject_key, ends)
select r.subject_key, e.ends
from   std.record r join std.delivery d on d.delivery = r.delivery join std.ending e on e.contract = d.contract
where  r.subject_key is not null
union
select subject_key, 'versioned' from std.episode_action;
