-- finding/trend: records received and records with errors, by month of receipt.
select extract(year from r.received_at) * 100 + extract(month from r.received_at) as month, count(*) as records,
       count(case when w.worst = 3 then 1 end) as with_errors
from   std.record_now r
left join (select record_key, max(severity) as worst from std.finding where record_key is not null group by record_key) w
    on w.record_key = r.record_key
where  r.received_at >= $start and r.received_at < $finish
and    ($facility = '' or r.facility_code = $facility) and ($allowed = '' or r.facility_code in (select text_items($allowed)))
group by 1
order by 1
