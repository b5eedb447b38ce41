-- approval/all: requests, those that wait first, then newest first.
select id, kind, account, detail, reason, state, asked_by, asked_at, decided_by, decided_at, decision, outcome, revoked_by, revoked_at, revoked_why from approval order by case state when 'asked' then 0 else 1 end, asked_at desc, id desc limit 200
