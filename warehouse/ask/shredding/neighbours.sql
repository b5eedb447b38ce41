-- shredding/neighbours: tokens of other persons' records that a person's records carry too. batch_shred: the person's records.
select distinct t.record_key as record, t.rule
from   vault.record_token t
join   vault.record_token p on p.rule = t.rule and p.token = t.token
join   batch_shred s on s.record_key = p.record_key
where  t.rule <> 'shredded' and not exists (select 1 from batch_shred o where o.record_key = t.record_key)
order by 1, 2
