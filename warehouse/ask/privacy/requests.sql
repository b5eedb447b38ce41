-- privacy/requests: requests, newest first. $id: '' = all. $open: 1 = only those not closed.
select r.id, r.number, r.kind, r.received_on, r.channel, r.third_party, r.paper, r.summary, r.at, r.account
from   subject_request r
where  ($id = '' or r.id = $id)
  and  ($open = 0 or not exists (select 1 from subject_request_event e where e.request = r.id and e.type = 'closed'))
order by r.received_on desc, r.number desc
