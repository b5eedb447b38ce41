-- layout/add: how a sender said a layout is read.
insert into layout (id, sender, contract, digest, headings, mapping, made_at, made_by)
values ($id, $sender, $contract, $digest, $headings, $mapping, $at, $by)
