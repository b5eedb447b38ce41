-- privacy/read-persons: whose data some audited objects are, one row a person and facility; person_key is null where the record was never
-- given to one.
-- Lists joined by ';': $episodes: facility/episode; $records: record numbers; $persons: person_keys.
with asked_episode as (select text_items($episodes) as item),
     asked_record  as (select text_items($records) as item),
     asked_person  as (select text_items($persons) as item),
     found as (
         select r.record_key from std.record r join asked_episode a on r.facility_code || '/' || r.episode_code = a.item
         union
         select r.record_key from std.record r join asked_record a on cast(r.record_key as varchar) = a.item
         union
         select x.record_key from link.known_as k join asked_person a on cast(k.known_key as varchar) = a.item
         join link.record_person x on x.person_key = k.person_key
     )
select   r.facility_code, x.person_key, count(distinct r.episode_code) as episodes
from     found f join std.record r on r.record_key = f.record_key left join link.record_person x on x.record_key = f.record_key
group by r.facility_code, x.person_key
order by r.facility_code, x.person_key
