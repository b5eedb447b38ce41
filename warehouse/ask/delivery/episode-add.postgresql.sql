-- delivery/episode-add: episodes of deliveries that wait. $rows: as JSON.
insert into delivery_episode (delivery, facility, episode) select delivery, facility, episode
from json_to_recordset(cast($rows as json)) as r (delivery text, facility text, episode text)
