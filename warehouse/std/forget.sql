-- Takes away what was derived from one delivery, before it is standardised again; its episodes are remembered as touched.
-- $delivery; $first, $last: its record keys. The std tables of the contract and the facts are emptied beside this file.
insert into batch_partition (fact, facility_code, month_start)
select distinct '', facility_code, cast(date_trunc('month', discharged_on) as date) from core.encounter
where record_key between $first and $last and discharged_on is not null;
insert into batch_forgotten (subject_key, ends)
select r.subject_key, e.ends
from   std.record r join std.delivery d on d.delivery = r.delivery join std.ending e on e.contract = d.contract
where  r.record_key between $first and $last and r.subject_key is not null;
insert into batch_forgotten (subject_key, ends)
select r.subject_key, e.ends
from   std.delivery_action a join std.delivery d on d.tracking_id = a.target join std.ending e on e.contract = d.contract
join   std.record r on r.delivery = d.delivery
where  a.record_key between $first and $last and r.subject_key is not null;
insert into batch_forgotten (subject_key, ends) select subject_key, 'versioned'
    from std.episode_action where record_key between $first and $last;
delete from std.record where record_key between $first and $last;
delete from std.finding where delivery = $delivery;
delete from std.restricted where record_key between $first and $last;
delete from std.version where record_key between $first and $last;
delete from std.delivery_action where record_key between $first and $last;
delete from std.episode_action where record_key between $first and $last;
delete from std.delivery where delivery = $delivery;
delete from vault.sealed where record_key between $first and $last;
delete from vault.record_token where record_key between $first and $last;
delete from vault.record_name where record_key between $first and $last;
delete from std.overruled where record_key between $first and $last;
