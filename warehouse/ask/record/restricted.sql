-- record/restricted: restricted compartments of a record, as they stand beside its pieces. $key
select distinct restricted from vault.sealed where record_key = $key and restricted is not null
