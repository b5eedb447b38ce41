-- finding/cleared: records of a facility with errors, and of them those that would be free of errors if some rules were mended.
-- $fixes: a;b of 'rule|table|field'; $start, $finish: day of receipt, end excluded.
with errors as (
    select distinct record_key, rule || '|' || coalesce(table_name, '') || '|' || coalesce(field, '') as fix
    from   std.finding_now
    where  severity = 3 and facility_code = $facility and received_at >= $start and received_at < $finish
    and    ($allowed = '' or facility_code in (select text_items($allowed)))
)
select count(distinct record_key) as wrong,
       count(distinct record_key) - count(distinct case when fix not in (select text_items($fixes)) then record_key end) as cleared
from   errors
