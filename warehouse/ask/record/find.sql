-- record/find: current records of an episode code, as far as one may see them. $code; $allowed, $residents: facilities and communes,
-- '' = all; $opened: restricted compartments one may see, '*' = all.
select e.record_key, e.facility_code, e.discharged_on
from   core.encounter e
where  e.episode_code = $code and e.known_to is null
and    ($allowed = '' or e.facility_code in (select text_items($allowed)))
and    ($residents = '' or e.residence_commune_code in (select text_items($residents)))
and    ($opened = '*' or not exists
       (select 1 from std.restricted x where x.record_key = e.record_key and x.compartment not in (select text_items($opened))))
order by e.discharged_on desc, e.record_key
limit 5
