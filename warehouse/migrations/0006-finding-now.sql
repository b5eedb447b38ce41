-- std.record_now: records that count today: current versions, open check-ins, and records set aside that nothing later replaced.
create view std.record_now as
select r.record_key, r.delivery, r.record, r.facility_code, r.episode_code, r.kept, r.event_on, d.received_at, d.sender_code
from   std.record r
join   std.delivery d on d.delivery = r.delivery
where  (r.kept and r.has_main and exists (select 1 from core.encounter e where e.encounter_key = r.record_key and e.known_to is null))
   or  (r.kept and not r.has_main and exists (select 1 from core.check_in c where c.encounter_key = r.record_key and c.known_to is null))
   or  (not r.kept and not exists (select 1 from std.record l where l.episode_key = r.episode_key and l.kept and l.record_key > r.record_key));

-- std.finding_now: findings on records that count today.
create view std.finding_now as
select f.delivery, f.record_key, f.table_name, f.row_no, f.field, f.rule, f.severity, f.times, f.value, f.message,
       r.record, r.facility_code, r.episode_code, r.event_on, r.received_at, r.sender_code
from   std.finding f
join   std.record_now r on r.record_key = f.record_key;
