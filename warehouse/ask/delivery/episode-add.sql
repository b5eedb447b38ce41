-- delivery/episode-add: an episode of a delivery that waits.
insert into delivery_episode (delivery, facility, episode) values ($delivery, $facility, $episode)
