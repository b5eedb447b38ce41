-- key/cover: every kept token stands under another cover from now on. batch_cover: how each stands under it. $number
update vault.record_token set token = c.cover from batch_cover c
where c.token = vault.record_token.token and vault.record_token.rule <> 'shredded';
update link.person_token set token = c.cover from batch_cover c
where c.token = link.person_token.token and link.person_token.rule <> 'shredded';
update vault.record_name set name = c.cover from batch_cover c where c.token = vault.record_name.name;
delete from house.cover;
insert into house.cover (number) values ($number)
