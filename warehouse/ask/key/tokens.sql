-- key/tokens: tokens kept in the warehouse, in order, without tombstones. $after, $limit
select token from (
    select token from vault.record_token where rule <> 'shredded' and token > cast($after as uuid)
    union
    select token from link.person_token where rule <> 'shredded' and token > cast($after as uuid)
    union
    select name from vault.record_name where name > cast($after as uuid)) t
order by token limit $limit
