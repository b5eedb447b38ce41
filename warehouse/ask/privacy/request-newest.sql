-- privacy/request-newest: how many things have happened to requests; they are only ever added to.
select count(*) from subject_request_event
