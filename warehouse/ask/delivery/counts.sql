-- delivery/counts: how many deliveries are in each state. $senders is a list ';a;b;' of those that may be seen, empty = all.
select state, count(*) as deliveries, coalesce(sum(records), 0) as records from delivery
where ($senders = '' or $senders like '%;' || sender || ';%') group by state
