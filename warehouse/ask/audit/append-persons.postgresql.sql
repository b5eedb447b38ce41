-- audit/append-persons: which rows show which persons. $pairs: [person, seq] as JSON.
insert into audit_person (person, seq) select cast(p ->> 0 as bigint), cast(p ->> 1 as bigint)
from json_array_elements(cast($pairs as json)) as a (p)
