-- Marks the batch's actions that take effect: a cancel of an episode that is there, a restore of one that is cancelled.
update std.episode_action
set    applied = true
where  record_key in (
    select record_key from (
        select record_key, kind, lag(kind) over (partition by episode_key order by record_key) as before,
               max(version) over (partition by episode_key order by record_key rows unbounded preceding) as latest
        from (
            select r.episode_key, r.record_key, 'load' as kind, r.record_key as version
            from   std.record r join batch_touched t on t.episode_key = r.episode_key where r.kept and r.has_main
            union all
            select a.episode_key, a.record_key, a.action, null from std.episode_action a join batch_touched t on t.episode_key = a.episode_key
        ) said
    ) told
    where latest is not null and ((kind = 'cancel' and before in ('load', 'restore')) or (kind = 'restore' and before = 'cancel'))
) and record_key in (select record_key from batch_episode_action);
