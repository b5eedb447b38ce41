-- audit/put-mark: how far somebody has read the audit now. $name, $seq.
insert into audit_mark (name, seq) values ($name, $seq) on conflict (name) do update set seq = excluded.seq
