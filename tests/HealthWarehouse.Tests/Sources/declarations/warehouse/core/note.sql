-- core.note: one row of notes.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to, b.facility_code, r.note_no, r.given_on,
    r.note_amount
from   {notes_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
