-- Keeps the spans of the batch: those that are to go went with std/undo-spans, those that ended with std/close-spans.
insert into std.version (record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to)
select record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to from batch_new;
