-- audit/sight: an anomaly was seen; the same rule, account and day grow the finding there is.
insert into audit_finding (id, rule, account, day, first_seq, last_seq, first_at, last_at, times)
values ($id, $rule, $account, $day, $firstseq, $lastseq, $firstat, $lastat, 1)
on conflict (id) do update set last_seq = excluded.last_seq, last_at = excluded.last_at, times = audit_finding.times + 1
