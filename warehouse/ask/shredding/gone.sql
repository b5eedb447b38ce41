-- shredding/gone: the keys a person was known by: its own and those of the persons merged into it. $person
select person_key from link.person where person_key = $person or merged_into = $person
