-- operate/left: deliveries that were loaded once and wait to be loaded again because the warehouse lost them; those set aside count when
-- nothing at all could be loaded again.
select (select count(*) from delivery where state = 'Queued' and loaded_at is not null)
     + case when exists (select 1 from delivery where state = 'Loaded') then 0
         else (select count(*) from delivery where state = 'Quarantined' and verdict is null and records > 0) end
