-- shredding/holds: legal holds, newest first.
select id, person_key, record_key, facility_code, from_on, to_on, reason, act, until_on, by_account, at, lifted_by, lifted_at, lifted_why
from legal_hold order by at desc, id desc
