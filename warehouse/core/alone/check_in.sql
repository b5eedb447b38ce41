-- core.check_in: a visit seen through its check-in (XML0) until its XML1, or a later check-in, is known. Worked out anew for the episodes
-- of this batch.
delete from core.check_in
where record_key in (select r.record_key from std.record r join batch_touched t on t.subject_key = r.subject_key where not r.has_main);
insert into core.check_in (record_key, row_no, known_from, known_to, facility_code, episode_code, visit_type, arrival_code, arrived_at,
    admitted_at)
select c.record_key, x.row_no, c.heard_at, c.until, c.facility_code, c.episode_code, x.visit_type, x.arrival_code, x.arrived_at,
       x.admitted_at
from (
    select r.record_key, r.has_main, r.facility_code, r.episode_code, d.known_at as heard_at,
           lead(d.known_at) over (partition by r.subject_key order by r.record_key) as until,
           max(case when r.has_main then 1 else 0 end) over (partition by r.subject_key
               order by r.record_key rows unbounded preceding) as seen_main
    from   std.record r join batch_touched t on t.subject_key = r.subject_key join std.delivery d on d.delivery = r.delivery
    where  r.kept
) c
join {xml0} x on x.record_key = c.record_key
where not c.has_main and c.seen_main = 0 and (c.until is null or c.until > c.heard_at);
