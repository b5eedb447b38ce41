-- shredding/records-clear: the list of records is needed no longer.
delete from shredding_record where shredding = $id
