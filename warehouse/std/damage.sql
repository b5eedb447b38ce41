-- Rows of std.version, link and core that stand more than once.
select cast(coalesce((select sum(times - 1)
       from (select count(*) as times from std.version group by record_key, known_from having count(*) > 1) v), 0)
     + coalesce((select sum(times - 1)
       from (select count(*) as times from link.record_person group by record_key having count(*) > 1) p), 0)
     + coalesce((select sum(times - 1)
         from (select count(*) as times from core.encounter group by record_key, known_from having count(*) > 1) e), 0) as bigint)
