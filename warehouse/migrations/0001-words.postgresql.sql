-- Words the other files use on both engines: Vietnamese forms of times, days and numbers for messages, a digest of a row, patterns, and money that cannot overflow.
create domain blob as bytea;
create function vi_time(t timestamp) returns varchar language sql immutable return to_char(t, 'DD/MM/YYYY HH24:MI');
create function vi_date(d date) returns varchar language sql immutable return to_char(d, 'DD/MM/YYYY');
create function vi_number(n numeric) returns varchar language sql immutable return regexp_replace(translate(to_char(n, 'FM999,999,999,999,999,999,999,999,990.00'), ',.', '.,'), ',00$', '');
create function text_items(t varchar) returns setof varchar language sql immutable return unnest(string_to_array(t, ';'));
-- matches: a regular expression of the kind both engines know. amount: money wide enough to add up whatever was received.
create function matches(t varchar, pattern varchar) returns boolean language sql immutable return t ~ pattern;
create function amount(n numeric) returns numeric language sql immutable return n;
-- line_amount: quantity × price × two rates in percent, rounded half away from zero; null where a factor is beyond reason (other checks tell that).
create function line_amount(quantity numeric, price numeric, rate numeric, rate2 numeric) returns numeric language sql immutable return
    case when abs(quantity) < 10000000000 and abs(price) < 10000000000 and rate between 0 and 1000 and rate2 between 0 and 1000
         then round(quantity * price * rate * rate2 * 0.0001, 2) end;
