-- privacy/incident-events: events of incidents, in their order. $id: '' = all.
select e.seq, e.incident, e.type, e.value, e.note, e.at, e.account from incident_event e where ($id = '' or e.incident = $id) order by e.seq
