-- shredding/neighbour-token: a record of another person no longer carries a token, and what was found by comparing tokens goes (R92, R93).
-- $record, $rule
delete from vault.record_token where record_key = $record and rule = $rule;
delete from std.finding where record_key = $record and rule in ('R92-overlapping-stays', 'R93-same-visit-other-code');
