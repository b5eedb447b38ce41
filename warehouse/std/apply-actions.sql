-- Marks which actions on the touched episodes take effect: a cancel of an episode that is there, a restore of one that is cancelled, the
-- choice of a version.
-- All of them anew, not only the batch's: what was standardised again may have changed what they find.
update std.episode_action set applied = false where applied and subject_key in (select subject_key from batch_touched);
update std.episode_action set applied = true
where  record_key in (
    select record_key from (
        select s.record_key, s.kind, lag(s.kind) over (partition by s.subject_key order by s.record_key) as before,
               max(s.version) over (partition by s.subject_key order by s.record_key rows unbounded preceding) as latest
        from   batch_said s where not exists (select 1 from std.overruled o where o.record_key = s.record_key)
    ) told
    where kind = 'use'
           or (latest is not null
           and ((kind = 'cancel' and before in ('load', 'use', 'restore')) or (kind = 'restore' and before = 'cancel')))
);
