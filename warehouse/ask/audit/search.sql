-- audit/search: the newest rows before $before, not before $from, that meet what is asked ('' = anything). In place of
-- "which" in braces stands the condition whose index is gone by; what else is asked is looked at in the rows it leaves.
-- At most $budget rows are looked at: looked and reached tell how many and how far, so that a page is quick however many rows there are.
with seen as (
    select seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device, result,
           persons
    from   audit
    where  seq < $before and seq >= $from and {which}
    order by seq desc limit $budget
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
