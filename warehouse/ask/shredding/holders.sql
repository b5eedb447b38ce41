-- shredding/holders: how many deliveries stand on a content of the archive today. $hash
select (select count(*) from delivery d
       where d.content_hash = $hash and not exists (select 1 from redaction r where r.delivery = d.seq and r.stored_hash <> $hash))
     + (select count(*) from redaction where stored_hash = $hash or residue_hash = $hash)
