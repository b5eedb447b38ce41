-- Which episodes this batch says something about.
delete from batch_touched;
insert into batch_touched (episode_key)
select distinct episode_key from (
    select episode_key from batch_record where kept
    union all
    select episode_key from batch_episode_action
    union all
    select episode_key from batch_forgotten
) t;
