-- shredding/records-of: records of a shredding.
select record_key from shredding_record where shredding = $id order by 1
