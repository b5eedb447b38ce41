-- key/pieces: some pieces under keys older than a number. $use, $number, $limit
select record_key, table_name, row_no, compartment, base64(piece) as piece from vault.sealed where key_use = $use and key_no < $number
limit $limit
