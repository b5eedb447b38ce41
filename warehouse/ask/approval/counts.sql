-- approval/counts: how many requests wait since $since at least, and of how many that were approved the data-protection officer has not
-- seen the notice.
select (select count(*) from approval where state = 'asked' and asked_at >= $since) as waiting,
       (select count(*) from privacy_notice where kind = 'approval' and seen_at is null) as unseen
