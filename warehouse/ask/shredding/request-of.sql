-- shredding/request-of: the number of the request a shredding carries out. $id
select number from shredding_request where shredding = $id
