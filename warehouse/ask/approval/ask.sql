-- approval/ask: something is asked for.
insert into approval (id, kind, account, detail, reason, state, asked_by, asked_at)
values ($id, $kind, $account, $detail, $reason, 'asked', $by, $at)
