-- report/freshness-of: of the records of a contract ($contract), how fresh and how complete the figures of a period are, as far as one may
-- see. $start, $finish: its first and last day;
-- $allowed, $residents: facilities and communes, $facility, $unit: those of the slice, '' = all; $tree: the boundaries of the unit, '' = as
-- they were. A facility that is not open in the period, or not in the slice, is in neither count.
with counted as (
    select distinct f.code
    from   dim.facility f
    where  f.status = 'active' and f.valid_from <= $finish and (f.valid_to is null or f.valid_to >= $start)
    and    ($allowed = '' or f.code in (select text_items($allowed))) and ($facility = '' or f.code = $facility)
    and    ($unit = '' or exists (
               select 1
               from   dim.admin_code place
               left join dim.admin_bridge bridge on bridge.tree = $tree and bridge.from_key = place.unit_key
               join   dim.admin_unit unit on unit.unit_key = coalesce(bridge.to_key, place.unit_key)
               left join dim.admin_unit above on above.unit_key = bridge.province_key
               where  place.code = f.commune_code and place.from_on <= $finish and place.to_on >= $start
               and    $unit in (unit.code, unit.parent, coalesce(above.code, unit.province))))
), sent as (
    select r.facility_code, count(*) as episodes
    from   std.version v
    join   std.record r on r.record_key = v.record_key
    join   std.delivery d on d.delivery = r.delivery and d.contract = $contract
    where  v.known_to is null
    and    case when v.valid_from is null then r.event_on between $start and $finish
                else v.valid_from <= $finish and (v.valid_to is null or v.valid_to >= $start) end
    and    ($allowed = '' or r.facility_code in (select text_items($allowed))) and ($facility = '' or r.facility_code = $facility)
    group by r.facility_code
)
select (select max(received_at) from std.delivery where loaded) as last_received,
       (select count(*) from counted where code in (select facility_code from sent)) as facilities,
       (select count(*) from counted) as open_facilities,
       (select cast(coalesce(sum(episodes), 0) as bigint) from sent) as episodes,
       exists (select 1 from std.record r join std.delivery d on d.delivery = r.delivery
               where d.contract = $contract and r.kept and coalesce(r.valid_from, r.event_on) <= $finish
               and ($allowed = '' or r.facility_code in (select text_items($allowed))) and ($facility = '' or r.facility_code = $facility))
           as is_told
