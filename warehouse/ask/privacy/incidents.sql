-- privacy/incidents: incidents, newest first. $id: '' = all. $open: 1 = only those not closed.
select i.id, i.number, i.kind, i.severity, i.detected_at, i.aware_at, i.at, i.account
from   incident i
where  ($id = '' or i.id = $id)
  and  ($open = 0 or not exists (select 1 from incident_event e where e.incident = i.id and e.type = 'closed'))
order by i.aware_at desc, i.number desc
