-- approval/one: a request by its id.
select id, kind, account, detail, reason, state, asked_by, asked_at, decided_by, decided_at, decision, outcome, revoked_by, revoked_at,
       revoked_why from approval where id = $id
