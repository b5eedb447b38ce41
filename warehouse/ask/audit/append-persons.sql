-- audit/append-persons: which rows show which persons. $pairs: [person, seq] as JSON.
insert into audit_person (person, seq) select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each($pairs)
