-- Words the other files use on both engines: Vietnamese forms of times, days and numbers for messages, and a digest of a row.
create or replace macro vi_time(t) as strftime(t, '%d/%m/%Y %H:%M');
create or replace macro vi_date(d) as strftime(d, '%d/%m/%Y');
create or replace macro vi_number(n) as replace(replace(replace(format('{:,}', cast(n as decimal(18, 2))), ',', '~'), '.', ','), '~', '.');
create or replace macro text_items(t) as unnest(string_split(t, ';'));
create or replace macro row_digest(t) as cast(hash(t) as bigint);
