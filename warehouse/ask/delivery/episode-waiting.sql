-- delivery/episode-waiting: episodes of a sender's deliveries that wait, newest first; of one episode when it is named.
select d.seq, d.id, d.received_at, e.facility, e.episode
from   delivery_episode e join delivery d on d.id = e.delivery
where  d.sender = $sender and d.state = 'Queued' and ($episode = '' or e.episode = $episode)
order by d.seq desc, e.episode
