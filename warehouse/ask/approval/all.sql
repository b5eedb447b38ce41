-- approval/all: requests still open ($since) first, then approved ones the officer has not seen, then those decided, then those nobody
-- decided in time; newest first.
select a.id, a.kind, a.account, a.detail, a.reason, a.state, a.asked_by, a.asked_at, a.decided_by, a.decided_at, a.decision, a.outcome,
       a.revoked_by, a.revoked_at, a.revoked_why,
       case when n.object is null then 0 else 1 end as unseen
from   approval a left join (select distinct object from privacy_notice where kind = 'approval' and seen_at is null) n on n.object = a.id
order  by case when a.state = 'asked' and a.asked_at >= $since then 0 when n.object is not null then 1 when a.state <> 'asked' then 2
    else 3 end, a.asked_at desc, a.id desc
limit  200
