-- shredding/neighbour-rule: the strongest rule a record carries a token of. $record, $rule
update link.encounter_person set rule = $rule where encounter_key = $record
