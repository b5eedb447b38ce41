-- How many of the touched episodes something is to be decided of: several records or choices of a version, or a record that was overruled.
select (select count(*) from (select subject_key from batch_said where version is not null group by subject_key having count(*) > 1) m)
     + (select count(*) from std.overruled o join batch_said s on s.record_key = o.record_key)
