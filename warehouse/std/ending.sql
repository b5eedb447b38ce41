-- Notes how records of a contract end, and what their key is called. $code, $ends, $main, $key.
insert into std.ending (contract, ends, main_table, key_element) values ($code, $ends, $main, $key)
