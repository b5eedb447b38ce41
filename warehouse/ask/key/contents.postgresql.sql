-- key/contents: all pieces of some records, for comparing what is sealed in them. $first, $last: their keys.
select record_key, table_name, row_no, compartment, encode(piece, 'base64') as piece, key_use, restricted from vault.sealed
where record_key between $first and $last
