-- report/freshness: how fresh and how complete the figures of a period are, as far as one may see. $start, $finish: its first and last day;
-- $allowed, $residents: facilities and communes, '' = all.
select (select max(received_at) from std.delivery where loaded) as last_received, e.facilities,
       (select count(distinct code) from dim.facility where status = 'active' and valid_from <= $finish and (valid_to is null or valid_to >= $start) and ($allowed = '' or code in (select text_items($allowed)))) as open_facilities,
       e.episodes
from   (select count(*) as facilities, cast(coalesce(sum(episodes), 0) as bigint) as episodes
        from  (select facility_code, count(*) as episodes from core.encounter where known_to is null and discharged_on between $start and $finish
               and ($allowed = '' or facility_code in (select text_items($allowed))) and ($residents = '' or residence_commune_code in (select text_items($residents)))
               group by facility_code) f) e
