-- account/use-step: the time step of a code is used; nothing changes where it or a later one was used before. $account, $step.
insert into code_step (account, step) values ($account, $step) on conflict (account) do update set step = excluded.step
where code_step.step < excluded.step
