-- The same of the other tokens of groups that the batch joins (batch_group).
select k.rule, k.token, k.sex, k.binds, count(*) as groups, min(k.group_key) as group_key
from   link.person_token k
join  (select distinct m.rule, m.token
       from   link.person_token m join batch_group g on g.group_key = m.group_key and g.joins
       where  m.binds) b on b.rule = k.rule and b.token = k.token
group by k.rule, k.token, k.sex, k.binds
