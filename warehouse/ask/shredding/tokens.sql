-- shredding/tokens: every token a person's records carry. $person
select distinct t.token from vault.record_token t join link.encounter_person e on e.encounter_key = t.record_key
where e.person_key = $person
