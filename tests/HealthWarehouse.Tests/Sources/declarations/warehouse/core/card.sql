-- core.card: one row of cards.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to, b.facility_code, p.person_key,
    b.episode_code as card_no, r.card_kind, r.sex
from   {cards_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
left join {record_person} p on p.record_key = r.record_key
