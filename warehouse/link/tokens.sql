-- What is known of the tokens of the batch: how many groups each binds, and one of them; the group that leans on it (binds false).
select k.rule, k.token, k.sex, k.binds, count(*) as groups, min(k.group_key) as group_key
from   link.person_token k
join  (select distinct rule, token from batch_record_token) b on b.rule = k.rule and b.token = k.token
group by k.rule, k.token, k.sex, k.binds
