-- episode/sent: episodes of a sender by their latest record received between two instants, newest first, with what the checks say of it.
-- $errors: all | has_error | no_error. $waiting: episodes ';A;B;' to leave out, told from the ledger. total = all of them, whatever the
-- page.
with latest as (
    select * from (
        select r.facility_code, r.episode_code, r.subject_key, r.record_key, r.kept, d.tracking_id, d.received_at,
               row_number() over (partition by r.facility_code, r.episode_code order by r.record_key desc) as newest
        from   std.record r join std.delivery d on d.delivery = r.delivery
        where  d.sender_code = $sender and r.episode_code is not null
    ) seen
    where newest = 1 and received_at >= $since and received_at < $until and $waiting not like '%;' || episode_code || ';%'
), judged as (
    select l.facility_code, l.episode_code, l.record_key, l.kept, cast(l.tracking_id as varchar) as tracking_id, l.received_at,
           coalesce(f.errors, 0) as errors, coalesce(f.warnings, 0) as warnings,
               coalesce(a.last_cancel, 0) > greatest(coalesce(a.last_restore, 0), l.record_key) as cancelled
    from   latest l
    left join (select record_key, sum(case when severity = 3 then 1 else 0 end) as errors,
        sum(case when severity = 2 then 1 else 0 end) as warnings
               from std.finding where record_key in (select record_key from latest) group by record_key) f on f.record_key = l.record_key
    left join (select subject_key, max(case when action = 'cancel' then record_key end) as last_cancel,
        max(case when action = 'restore' then record_key end) as last_restore
               from std.episode_action where applied and subject_key in (select subject_key from latest) group by subject_key) a
                      on a.subject_key = l.subject_key
)
select j.facility_code, j.episode_code, j.kept, j.tracking_id, j.received_at, cast(j.errors as bigint) as errors,
       cast(j.warnings as bigint) as warnings, j.cancelled,
       (select max(e.arrived_at) from core.encounter e where e.record_key = j.record_key) as arrived_at,
           cast(count(*) over () as bigint) as total
from   judged j
where  ($cancelled or not j.cancelled) and ($errors = 'all' or ($errors = 'has_error') = (j.errors > 0 or not j.kept))
order by j.record_key desc limit $limit offset $skip
