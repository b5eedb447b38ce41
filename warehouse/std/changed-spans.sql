-- batch_undone: spans that no longer are any, since what was standardised again, or the same instant twice, changed what was known when.
-- Then how many have another end than they should, and how many are undone.
delete from batch_undone;
insert into batch_undone (record_key, known_from)
select v.record_key, v.known_from
from   std.version v join batch_judged j on j.record_key = v.record_key
left join batch_span s on s.record_key = v.record_key and s.known_from = v.known_from
     and s.valid_from is not distinct from v.valid_from and s.valid_to is not distinct from v.valid_to
where  s.record_key is null;
select (select count(*) from std.version v join batch_span s on v.record_key = s.record_key and v.known_from = s.known_from
        where v.known_to is distinct from s.known_to or v.ended_by is distinct from s.ended_by) as ended,
       (select count(*) from batch_undone) as undone;
