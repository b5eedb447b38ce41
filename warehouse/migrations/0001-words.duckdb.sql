-- Words the other files use on both engines: Vietnamese forms of times, days and numbers for messages, a digest of a row, patterns, and money that cannot overflow.
create or replace macro vi_time(t) as strftime(t, '%d/%m/%Y %H:%M');
create or replace macro vi_date(d) as strftime(d, '%d/%m/%Y');
create or replace macro vi_number(n) as case when n < 0 then '-' else '' end || replace(format('{:,}', cast(trunc(abs(cast(n as decimal(38, 2)))) as hugeint)), ',', '.')
    || regexp_replace(',' || right(cast(cast(n as decimal(38, 2)) as varchar), 2), ',00$', '');
create or replace macro text_items(t) as unnest(string_split(t, ';'));
create or replace macro row_digest(t) as cast(hash(t) as bigint);
-- matches: a regular expression of the kind both engines know. amount: money wide enough to add up whatever was received.
create or replace macro matches(t, pattern) as regexp_matches(t, pattern);
create or replace macro amount(n) as cast(n as decimal(30, 2));
-- line_amount: quantity × price × two rates in percent, rounded half away from zero; null where a factor is beyond reason (other checks tell that).
create or replace macro line_amount(quantity, price, rate, rate2) as
    case when abs(quantity) < 10000000000 and abs(price) < 10000000000 and rate between 0 and 1000 and rate2 between 0 and 1000
         then round(cast(quantity as decimal(19, 3)) * cast(price as decimal(19, 3)) * cast(rate as decimal(9, 2)) * cast(rate2 as decimal(9, 2)) * 0.0001, 2) end;
