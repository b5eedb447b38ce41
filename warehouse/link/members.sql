-- Which tokens bind the groups the batch meets (batch_group).
select k.rule, k.token, k.sex, k.group_key
from   link.person_token k
join   batch_group g on g.group_key = k.group_key
where  k.binds
