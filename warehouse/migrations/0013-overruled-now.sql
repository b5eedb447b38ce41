-- std.record_now: records that count today: current versions, open check-ins, records set aside that nothing later replaced, and those that are no version
-- because they were older or of another person, as long as nothing later came for their episode.
create or replace view std.record_now as
select r.record_key, r.delivery, r.record, r.facility_code, r.episode_code, r.kept, r.event_on, d.received_at, d.sender_code
from   std.record r
join   std.delivery d on d.delivery = r.delivery
where  (r.kept and r.has_main and exists (select 1 from core.encounter e where e.encounter_key = r.record_key and e.known_to is null))
   or  (r.kept and not r.has_main and exists (select 1 from core.check_in c where c.encounter_key = r.record_key and c.known_to is null))
   or  (not r.kept and not exists (select 1 from std.record l where l.episode_key = r.episode_key and l.kept and l.record_key > r.record_key))
   or  (r.record_key in (select o.record_key from std.overruled o) and not exists (select 1 from std.record l where l.episode_key = r.episode_key and l.kept and l.record_key > r.record_key));
