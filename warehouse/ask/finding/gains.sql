-- finding/gains: for each facility, error rule and field: records it spoils, and records that would be free of errors if it alone were
-- mended.
with errors as (
    select facility_code, record_key, rule, table_name, field, count(*) over (partition by record_key) as kinds
    from   (select distinct facility_code, record_key, rule, table_name, field from std.finding_now
            where severity = 3 and received_at >= $start and received_at < $finish
            and   ($facility = '' or facility_code = $facility) and ($allowed = '' or facility_code in (select text_items($allowed)))) f
)
select facility_code, rule, table_name, field, count(*) as records, count(case when kinds = 1 then 1 end) as cleared
from   errors
where  facility_code is not null
group by facility_code, rule, table_name, field
order by facility_code, cleared desc, records desc, rule, table_name, field
