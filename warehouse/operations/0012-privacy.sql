-- The desk of the data-protection officer. Every table here only grows; 0012-privacy-append-only makes the engine refuse anything else.
-- A subject is written person/<person_key> or record/<record_key>: never an identity. audit = number of the audit row written before.

-- Consents: given or withdrawn, each a record of its own. guardian: none | guardian | child-and-guardian.
create table consent (
    seq bigint primary key, id text not null unique, subject text not null, activity text not null, action text not null, notice text not null, holds_from text not null,
    channel text not null, document text not null, guardian text not null, at text not null, account text not null, audit bigint not null
);
create index consent_subject on consent (subject, activity);

-- Requests of data subjects, as received; what became of them stands in their events.
create table subject_request (
    id text primary key, number text not null unique, kind text not null, received_on text not null, channel text not null, third_party integer not null,
    paper text not null, summary text, at text not null, account text not null, audit bigint not null
);

-- type: subject (value: person/1 or record/1) | acknowledged | assigned (value: account) | started | extended (value: day) | answered | refused (value: reason) | deletion (value: person_key) | closed | note.
create table subject_request_event (
    seq bigint primary key, request text not null, type text not null, value text, note text, happened_on text not null, at text not null, account text not null, audit bigint not null
);
create index subject_request_event_request on subject_request_event (request);

-- Incidents as first written down; instants are UTC text.
create table incident (
    id text primary key, number text not null unique, kind text not null, severity text not null, detected_at text not null, aware_at text not null,
    at text not null, account text not null, audit bigint not null
);

-- type: severity (value) | contained (value: instant) | scope (value: what was asked of the audit and found, JSON) | sent (value: clock; document) | draft (value: fields, JSON) | subjects-told | note | closed.
create table incident_event (
    seq bigint primary key, incident text not null, type text not null, value text, note text, at text not null, account text not null, audit bigint not null
);
create index incident_event_incident on incident_event (incident);

-- What left the house, to whom and why. kinds are joined by ';'.
create table disclosure (
    seq bigint primary key, id text not null unique, at text not null, account text not null, activity text not null, recipient_type text not null, recipient text not null, country text not null,
    basis text not null, kinds text not null, persons bigint, rows_sent bigint, document text not null, agreement text, request text, channel text not null, audit bigint not null
);
create index disclosure_at on disclosure (at);
