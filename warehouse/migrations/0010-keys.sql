-- Under which key a piece is, and the restricted compartments of its record. key_no 0: a piece of before, whose number stands in the piece itself.
alter table vault.sealed add column key_use varchar;
alter table vault.sealed add column key_no integer;
alter table vault.sealed add column restricted varchar;
update vault.sealed set key_use = case compartment when 'identity' then 'Identity' else 'Clinical' end, key_no = 0;
