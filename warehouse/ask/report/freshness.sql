-- report/freshness: how fresh and how complete the figures of a period are, as far as one may see. $start, $finish: its first and last day; $allowed, $residents: facilities and communes, '' = all.
select (select max(received_at) from std.delivery where loaded) as last_received,
       (select count(distinct facility_code) from core.encounter where known_to is null and discharged_on between $start and $finish
        and ($allowed = '' or facility_code in (select text_items($allowed))) and ($residents = '' or residence_commune_code in (select text_items($residents)))) as facilities,
       (select count(distinct code) from dim.facility where status = 'active' and valid_from <= $finish and (valid_to is null or valid_to >= $start) and ($allowed = '' or code in (select text_items($allowed)))) as open_facilities,
       (select count(*) from core.encounter where known_to is null and discharged_on between $start and $finish
        and ($allowed = '' or facility_code in (select text_items($allowed))) and ($residents = '' or residence_commune_code in (select text_items($residents)))) as episodes
