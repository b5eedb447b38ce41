-- Rows of link and core that stand more than once.
select cast(coalesce((select sum(times - 1)
       from (select count(*) as times from link.encounter_person group by encounter_key having count(*) > 1) p), 0)
     + coalesce((select sum(times - 1)
         from (select count(*) as times from core.encounter group by encounter_key, known_from having count(*) > 1) e), 0) as bigint)
