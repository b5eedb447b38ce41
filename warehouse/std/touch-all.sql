-- Every episode there is.
delete from batch_touched;
insert into batch_touched (episode_key) select episode_key from std.record where episode_key is not null union select episode_key
from std.episode_action;
