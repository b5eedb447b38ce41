-- Takes away spans that no longer are any.
delete from std.version
where exists (select 1 from batch_undone u where u.record_key = std.version.record_key and u.known_from = std.version.known_from);
