-- Records that are decided of anew: what was decided, and told, goes. $records: their keys, one;two;three.
delete from std.overruled where record_key in (select cast(text_items($records) as bigint));
delete from std.finding
where rule in ('A02-older-message', 'A03-two-people') and record_key in (select cast(text_items($records) as bigint));
