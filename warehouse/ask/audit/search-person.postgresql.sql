-- audit/search-person: the newest rows before $before, not before $from, that show one person ($persons, JSON: its numbers) or name one of
-- $objects (JSON: records of that person), and meet what else is asked ('' = anything).
-- At most $budget rows are looked at: looked and reached tell how many and how far.
with numbers as (
    select seq from (
        select p.seq from audit_person p
        where  p.person in (select cast(value as bigint) from json_array_elements_text(cast($persons as json)) as x (value))
        and    p.seq < $before and p.seq >= $from
        order by p.seq desc limit $budget
    ) shown
    union
    select seq from (
        select a.seq from json_array_elements_text(cast($objects as json)) as o (value) join audit a on a.object_id = o.value
        where  a.seq < $before and a.seq >= $from and a.persons is null
        order by a.seq desc limit $budget
    ) named
), seen as (
    select a.seq, a.at, a.account, a.action, a.object_type, a.object_id, a.purpose, a.source, a.detail, a.hash, a.form, a.account_type,
           a.port, a.device, a.result, a.persons
    from   (select seq from numbers order by seq desc limit $budget) n cross join audit a
    where  a.seq = n.seq
), bounds as (select count(*) as looked, coalesce(min(seq), 0) as reached from seen)
select b.looked, b.reached, r.*
from   bounds b left join (
    select * from seen
    where  ($account = '' or account = $account) and ($action = '' or action = $action) and ($object = '' or object_id = $object)
    and    ($purpose = '' or purpose = $purpose) and ($result = '' or coalesce(result, 'done') = $result)
    and    ($source = '' or source = $source) and ($kind = '' or account_type = $kind)
    order by seq desc limit $limit
) r on true
order by r.seq desc
