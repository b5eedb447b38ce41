-- core.price: a price of a service, from day to day.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to,
       b.facility_code, r.service_code, r.name, r.price_scope, r.unit_price, r.decision_no
from   {prices_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
