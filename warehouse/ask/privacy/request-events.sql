-- privacy/request-events: events of requests, in their order. $id: '' = all. $open: 1 = only of those not closed.
select e.seq, e.request, e.type, e.value, e.note, e.happened_on, e.at, e.account
from   subject_request_event e
where  ($id = '' or e.request = $id)
  and  ($open = 0 or not exists (select 1 from subject_request_event c where c.request = e.request and c.type = 'closed'))
order by e.seq
