-- shredding/unlink: pieces and tokens of a person's records go; the tombstone's token takes their place and keeps the facts together.
-- Everybody is linked again after this. batch_shred: the person's records. $tombstone: the token. What was found by comparing tokens
-- (R92, R93) cannot be found again.
delete from std.finding
where record_key in (select record_key from batch_shred) and rule in ('R92-overlapping-stays', 'R93-same-visit-other-code');
delete from vault.sealed where record_key in (select record_key from batch_shred);
delete from vault.record_token where record_key in (select record_key from batch_shred);
delete from vault.record_name where record_key in (select record_key from batch_shred);
insert into vault.record_token (record_key, rule, token)
select record_key, 'shredded', cast($tombstone as uuid) from std.record
where kept and has_main and record_key in (select record_key from batch_shred);
delete from link.former_person where record_key in (select record_key from batch_shred);
