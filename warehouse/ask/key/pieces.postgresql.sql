-- key/pieces: some pieces under keys older than a number. $use, $number, $limit
select record_key, table_name, row_no, compartment, encode(piece, 'base64') as piece from vault.sealed
where key_use = $use and key_no < $number limit $limit
