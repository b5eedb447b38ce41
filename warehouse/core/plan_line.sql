-- core.plan_line: an item of a yearly plan; it counts on the first day of the plan.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, r.year_from as plan_on, r.plan_year, r.item_kind, r.item_code, r.name, r.item_group, r.unit,
       r.quantity, r.used_before, r.plan_price, r.plan_amount, r.fund
from   {procurement_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
