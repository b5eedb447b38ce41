-- report/sending: which facilities open in a period have sent for it, and when the last of theirs came in, whatever it was about. $start,
-- $finish: first and last day of the period; $allowed, $residents: facilities and communes one may see, '' = all. One row a facility.
with sent as (
    select facility_code, count(*) as episodes, max(discharged_on) as last_discharge
    from   core.encounter
    where  known_to is null and discharged_on between $start and $finish
    and    ($allowed = '' or facility_code in (select text_items($allowed)))
    and    ($residents = '' or residence_commune_code in (select text_items($residents)))
    group by facility_code
), newest as (
    select facility_code, max(delivery) as delivery
    from   std.record
    where  $allowed = '' or facility_code in (select text_items($allowed))
    group by facility_code
)
select f.code as facility_code, min(f.kind) as kind, coalesce(max(e.episodes), 0) as episodes, max(e.last_discharge) as last_discharge,
       max(d.received_at) as last_received
from   dim.facility f
left join sent e on e.facility_code = f.code
left join newest n on n.facility_code = f.code
left join std.delivery d on d.delivery = n.delivery
where  f.status = 'active' and f.valid_from <= $finish and (f.valid_to is null or f.valid_to >= $start)
and    ($allowed = '' or f.code in (select text_items($allowed)))
group by f.code
order by 3, 1
