-- shredding/known-as: every key the records of a person ever had. $person
select known_key from link.known_as where person_key = $person
