-- Takes away what was derived from one delivery, before it is standardised again; its episodes are remembered as touched.
-- $delivery; $first, $last: its record keys. The std tables of the contract and the facts are emptied beside this file.
insert into batch_partition (facility_code, month_start)
select distinct facility_code, cast(date_trunc('month', discharged_on) as date) from core.encounter
where encounter_key between $first and $last and discharged_on is not null;
insert into batch_forgotten (episode_key) select episode_key from std.record
where record_key between $first and $last and episode_key is not null;
insert into batch_forgotten (episode_key) select episode_key from std.episode_action where record_key between $first and $last;
delete from std.record where record_key between $first and $last;
delete from std.finding where delivery = $delivery;
delete from std.restricted where record_key between $first and $last;
delete from std.episode_action where record_key between $first and $last;
delete from std.delivery where delivery = $delivery;
delete from vault.sealed where record_key between $first and $last;
delete from vault.record_token where record_key between $first and $last;
delete from vault.record_name where record_key between $first and $last;
delete from std.overruled where record_key between $first and $last;
