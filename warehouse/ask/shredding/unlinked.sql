-- shredding/unlinked: records nobody was found for: set aside, or check-ins whose visit never came. Whose they are only their content
-- tells.
select r.record_key, r.delivery, r.record, r.kept, d.contract
from   std.record r join std.delivery d on d.delivery = r.delivery
where  d.contract <> 'episode-action'
  and  not exists (select 1 from link.record_person e where e.record_key = r.record_key)
  and  not exists (select 1 from std.record m join link.record_person e on e.record_key = m.record_key
                   where m.subject_key = r.subject_key and m.facility_code = r.facility_code and m.episode_code = r.episode_code)
