-- Words the other files use on both engines: Vietnamese forms of times, days and numbers for messages, and a digest of a row.
create domain blob as bytea;
create function vi_time(t timestamp) returns varchar language sql immutable return to_char(t, 'DD/MM/YYYY HH24:MI');
create function vi_date(d date) returns varchar language sql immutable return to_char(d, 'DD/MM/YYYY');
create function vi_number(n numeric) returns varchar language sql immutable return translate(to_char(n, 'FM999,999,999,999,990.00'), ',.', '.,');
create function text_items(t varchar) returns setof varchar language sql immutable return unnest(string_to_array(t, ';'));
