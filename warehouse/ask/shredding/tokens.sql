-- shredding/tokens: every token a person's records carry. $person
select distinct t.token from vault.record_token t join link.record_person e on e.record_key = t.record_key
where e.person_key = $person
