-- shredding/record-add: a record that is to be shredded.
insert into shredding_record (shredding, record_key) values ($id, $record)
