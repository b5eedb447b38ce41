-- link/former: remembers the tokens of a delivery that is standardised again. $first, $last: its record keys.
insert into batch_former (record_key, sex, rule, token)
select e.record_key, x.sex, t.rule, t.token
from   link.record_person e
left join {persons} x on x.record_key = e.record_key
left join vault.record_token t on t.record_key = e.record_key
where  e.record_key between $first and $last
