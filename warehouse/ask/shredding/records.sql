-- shredding/records: every record of a person: those linked to it and not shredded before, and those of the same episodes that are nobody
-- else's (check-ins, records set aside, cancels). $person
select e.record_key, r.delivery, r.record, r.kept, d.contract
from   link.record_person e join std.record r on r.record_key = e.record_key join std.delivery d on d.delivery = r.delivery
where  e.person_key = $person and e.rule <> 'shredded'
union
select r.record_key, r.delivery, r.record, r.kept, d.contract
from   std.record r join std.delivery d on d.delivery = r.delivery
join   std.record m on m.subject_key = r.subject_key and m.facility_code = r.facility_code and m.episode_code = r.episode_code
join   link.record_person e on e.record_key = m.record_key
where  e.person_key = $person and e.rule <> 'shredded'
       and not exists (select 1 from link.record_person o where o.record_key = r.record_key)
union
select a.record_key, a.delivery, 1 as record, true as kept, d.contract
from   std.episode_action a join std.delivery d on d.delivery = a.delivery
join   std.record m on m.subject_key = a.subject_key and m.facility_code = a.facility_code and m.episode_code = a.episode_code
join   link.record_person e on e.record_key = m.record_key
where  e.person_key = $person and e.rule <> 'shredded'
