-- delivery/episode-add: episodes of deliveries that wait. $rows: as JSON.
insert into delivery_episode (delivery, facility, episode)
select json_extract(value, '$.delivery'), json_extract(value, '$.facility'), json_extract(value, '$.episode') from json_each($rows)
