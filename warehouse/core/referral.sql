-- core.referral: one row a referral out (XML13); the names of QĐ 4750 and of QĐ 3176 meet in the same columns.
insert into core.referral (record_key, row_no, known_from, known_to, facility_code, from_code, to_code, reason_code, main_icd,
    referred_on)
select n.record_key, r.row_no, n.known_from, n.known_to, b.facility_code, r.referred_from_code, r.referred_to_code,
       r.referral_reason_code, r.main_icd, cast(r.discharged_at as date)
from {xml13} r
join batch_new n on n.record_key = r.record_key
join {record} b on b.record_key = r.record_key
