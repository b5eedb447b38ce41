-- Which subjects this batch says something about, and how their records end.
delete from batch_touched;
insert into batch_touched (subject_key, ends)
select distinct subject_key, ends from (
    select b.subject_key, e.ends
    from   batch_record b join std.delivery d on d.delivery = b.delivery join std.ending e on e.contract = d.contract
    where  b.kept
    union all
    select subject_key, 'versioned' from batch_episode_action
    union all
    select r.subject_key, e.ends
    from   batch_delivery_action a join std.delivery d on d.tracking_id = a.target join std.ending e on e.contract = d.contract
    join   std.record r on r.delivery = d.delivery
    where  r.kept
    union all
    select subject_key, ends from batch_forgotten
) t;
