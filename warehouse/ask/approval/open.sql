-- approval/open: how many requests of $by are open since $since, and how many of anybody's ask for the same.
select (select count(*) from approval where state = 'asked' and asked_at >= $since and asked_by = $by) as own,
       (select count(*) from approval
           where state = 'asked' and asked_at >= $since and kind = $kind and account = $account and detail = $detail) as same
