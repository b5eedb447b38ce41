-- link/former: remembers the tokens of a delivery that is standardised again. $first, $last: its record keys.
insert into batch_former (record_key, sex, rule, token)
select e.encounter_key, x.sex, t.rule, t.token
from   link.encounter_person e
left join std.xml1 x on x.record_key = e.encounter_key
left join vault.record_token t on t.record_key = e.encounter_key
where  e.encounter_key between $first and $last
