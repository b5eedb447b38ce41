-- shredding/file-add: a file that goes.
insert into shredding_file (shredding, delivery, hash, leaf) values ($id, $delivery, $hash, $leaf)
