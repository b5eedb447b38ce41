-- episode/requests: every message of a sender about an episode, newest first: its records (kind load) and what was asked to be done with
-- it.
select d.delivery, cast(d.tracking_id as varchar) as tracking_id, d.received_at, r.facility_code, r.record_key, 'load' as kind,
       r.kept as took
from   std.record r join std.delivery d on d.delivery = r.delivery where d.sender_code = $sender and r.episode_code = $episode
union all
select d.delivery, cast(d.tracking_id as varchar) as tracking_id, d.received_at, a.facility_code, a.record_key, a.action as kind,
       a.applied as took
from   std.episode_action a join std.delivery d on d.delivery = a.delivery where d.sender_code = $sender and a.episode_code = $episode
order by record_key desc
