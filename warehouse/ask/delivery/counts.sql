-- delivery/counts: how many deliveries are in each state, optionally of one sender.
select state, count(*) as deliveries, coalesce(sum(records), 0) as records from delivery where ($sender = '' or sender = $sender) group by state
