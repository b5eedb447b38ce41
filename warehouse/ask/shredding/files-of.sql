-- shredding/files-of: files of a shredding.
select delivery, hash, leaf from shredding_file where shredding = $id order by delivery, hash
