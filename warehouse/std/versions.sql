-- Decides, for the versioned subjects this batch touches, which version was known when: a record supersedes the one before it, a cancel
-- ends, a restore reopens the last version, a steward's choice makes the version it names the known one. Records that were overruled
-- (std.overruled) are no versions.
-- Order is the order of receipt, so the result does not depend on how deliveries were grouped into batches.
-- An action that finds no subject, or one in the wrong state, changes nothing (applied stays false).
delete from batch_span;
delete from batch_judged;
insert into batch_judged (record_key) select record_key from batch_said where kind = 'load';
insert into batch_span (record_key, subject_key, known_from, known_to, ended_by)
with told as (
    select s.*, lag(kind) over (partition by subject_key order by record_key) as before,
           max(case when version is not null then record_key end) over (partition by subject_key
               order by record_key rows unbounded preceding) as latest
    from   batch_said s
    where  not exists (select 1 from std.overruled o where o.record_key = s.record_key)
),
held as (
    select t.*, lead(heard_at) over (partition by subject_key order by record_key) as until,
           lead(kind) over (partition by subject_key order by record_key) as then_kind
    from   told t
    where  kind in ('load', 'use')
           or (latest is not null
           and ((kind = 'cancel' and before in ('load', 'use', 'restore')) or (kind = 'restore' and before = 'cancel')))
)
select v.version, v.subject_key, h.heard_at, h.until,
       case h.then_kind when 'load' then 'superseded' when 'use' then 'superseded' when 'cancel' then 'cancelled' end
from   held h join batch_said v on v.record_key = h.latest
where  h.kind <> 'cancel' and (h.until is null or h.until > h.heard_at);
