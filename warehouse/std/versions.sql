-- Decides, for the episodes this batch touches, which version was known when: a later record supersedes, a cancel ends, a restore reopens the
-- last version. Order is the order of receipt, so the result does not depend on how deliveries were grouped into batches.
-- An action that finds no episode, or one in the wrong state, changes nothing (applied stays false).
delete from batch_span;
insert into batch_span (encounter_key, known_from, known_to, ended_by)
with said as (
    select r.episode_key, r.record_key, d.received_at as heard_at, 'load' as kind, r.record_key as version
    from   std.record r join batch_touched t on t.episode_key = r.episode_key join std.delivery d on d.delivery = r.delivery
    where  r.kept and r.has_main
    union all
    select a.episode_key, a.record_key, d.received_at, a.action, null
    from   std.episode_action a join batch_touched t on t.episode_key = a.episode_key join std.delivery d on d.delivery = a.delivery
),
told as (
    select s.*, lag(kind) over (partition by episode_key order by record_key) as before,
           max(version) over (partition by episode_key order by record_key rows unbounded preceding) as latest
    from   said s
),
held as (
    select t.*, lead(heard_at) over (partition by episode_key order by record_key) as until, lead(kind) over (partition by episode_key order by record_key) as then_kind
    from   told t
    where  kind = 'load' or (latest is not null and ((kind = 'cancel' and before in ('load', 'restore')) or (kind = 'restore' and before = 'cancel')))
)
select latest, heard_at, until, case then_kind when 'load' then 'superseded' when 'cancel' then 'cancelled' end
from   held
where  kind <> 'cancel' and (until is null or until > heard_at);
