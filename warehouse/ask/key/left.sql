-- key/left: pieces under keys older than a number. $use, $number
select count(*) from vault.sealed where key_use = $use and key_no < $number
