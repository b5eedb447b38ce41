-- shredding/neighbour-rules: rules of the tokens a record still carries. $record
select rule from vault.record_token where record_key = $record
