-- shredding/subject-add: a record that is to be shredded, or a key its person is known by; as a pseudonym.
insert into shredding_subject (shredding, subject) values ($id, $subject)
