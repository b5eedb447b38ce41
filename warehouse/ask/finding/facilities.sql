-- finding/facilities: how well each facility's records are. One row a facility.
select r.facility_code, count(*) as records,
       count(case when not r.kept then 1 end) as refused,
       count(case when w.worst = 3 then 1 end) as with_errors,
       count(case when w.worst = 2 then 1 end) as with_warnings,
       max(r.received_at) as last_received
from   std.record_now r
left join (select record_key, max(severity) as worst from std.finding where record_key is not null group by record_key) w
    on w.record_key = r.record_key
where  r.received_at >= $start and r.received_at < $finish and r.facility_code is not null
and    ($facility = '' or r.facility_code = $facility) and ($allowed = '' or r.facility_code in (select text_items($allowed)))
group by r.facility_code
order by r.facility_code
