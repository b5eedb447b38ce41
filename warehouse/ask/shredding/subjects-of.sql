-- shredding/subjects-of: records and keys of the person of a shredding, as pseudonyms.
select subject from shredding_subject where shredding = $id order by 1
