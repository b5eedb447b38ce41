-- core.cell: one row of cells.
select n.record_key, n.subject_key, r.row_no, n.known_from, n.known_to, n.valid_from, n.valid_to, b.facility_code, r.row_code, r.month_on,
    r.cell_value
from   {cells_main} r
join   batch_new n on n.record_key = r.record_key
join   {record} b on b.record_key = r.record_key
