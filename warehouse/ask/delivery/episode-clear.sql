-- delivery/episode-clear: forgets the episodes of deliveries that are loaded; the warehouse knows them.
delete from delivery_episode where not exists (select 1 from delivery d where d.id = delivery_episode.delivery and d.state = 'Queued')
