-- delivery/contracts: how many deliveries came by each contract, how many of them wait or could not be used, and when the last came.
-- $senders: as in delivery/counts.
select   contract, count(*) as deliveries, sum(case when state in ('Queued', 'Replay') then 1 else 0 end) as waiting,
         sum(case when state in ('StructurallyInvalid', 'Rejected', 'Quarantined') then 1 else 0 end) as unused, max(received_at) as last_at
from     delivery
where    ($senders = '' or $senders like '%;' || sender || ';%')
group by contract
