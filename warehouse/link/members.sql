-- Which of the groups the batch meets (batch_group) are bound by a token of the batch, or of a group it joins.
select k.rule, k.token, k.sex, k.group_key
from   link.person_token k
join   batch_group g on g.group_key = k.group_key
where  k.binds
