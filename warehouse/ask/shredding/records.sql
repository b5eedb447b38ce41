-- shredding/records: every record of a person: those linked to it and not shredded before, and those of the same episodes that are nobody
-- else's (check-ins, records set aside, cancels). $person
select e.encounter_key as record_key, r.delivery, r.record, r.kept, d.contract
from   link.encounter_person e join std.record r on r.record_key = e.encounter_key join std.delivery d on d.delivery = r.delivery
where  e.person_key = $person and e.rule <> 'shredded'
union
select r.record_key, r.delivery, r.record, r.kept, d.contract
from   std.record r join std.delivery d on d.delivery = r.delivery
join   std.record m on m.episode_key = r.episode_key and m.facility_code = r.facility_code and m.episode_code = r.episode_code
join   link.encounter_person e on e.encounter_key = m.record_key
where  e.person_key = $person and e.rule <> 'shredded'
       and not exists (select 1 from link.encounter_person o where o.encounter_key = r.record_key)
union
select a.record_key, a.delivery, 1 as record, true as kept, d.contract
from   std.episode_action a join std.delivery d on d.delivery = a.delivery
join   std.record m on m.episode_key = a.episode_key and m.facility_code = a.facility_code and m.episode_code = a.episode_code
join   link.encounter_person e on e.encounter_key = m.record_key
where  e.person_key = $person and e.rule <> 'shredded'
