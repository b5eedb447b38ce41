-- shredding/counts: what there is to shred. batch_shred: the person's records.
select (select count(*) from vault.sealed where record_key in (select record_key from batch_shred)) as pieces,
       (select count(*) from vault.record_token where rule <> 'shredded' and record_key in (select record_key from batch_shred)) as tokens
