-- Spans of subjects whose records end otherwise than by the next message: appended ones stand as long as their delivery does; those with
-- days of their own, and versioned ones of whose deliveries one was taken back, are looked at anew at each moment something of them came
-- or went: of the records in force then, the one made last holds. The last row of a subject in a delivery is what the delivery says of it.
insert into batch_judged (record_key)
select r.record_key from std.record r join batch_touched t on t.subject_key = r.subject_key
where  t.ends in ('append', 'span') and r.kept and r.has_main;
insert into batch_span (record_key, subject_key, known_from, known_to, ended_by)
select r.record_key, r.subject_key, l.live_from, l.live_to, case when l.live_to is not null then 'cancelled' end
from   std.record r join batch_touched t on t.subject_key = r.subject_key join std.delivery_live l on l.delivery = r.delivery
where  t.ends = 'append' and r.kept and r.has_main;
-- A versioned subject of whose deliveries one was taken back.
delete from batch_withdrawn;
insert into batch_withdrawn (subject_key)
select distinct r.subject_key
from   std.delivery_action a join std.delivery d on d.tracking_id = a.target join std.record r on r.delivery = d.delivery
join   batch_touched t on t.subject_key = r.subject_key
where  t.ends = 'versioned' and r.kept and r.has_main;
delete from batch_span where subject_key in (select subject_key from batch_withdrawn);
-- What was known and over before the batch's first moment stays as it is.
insert into batch_span (record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to)
select v.record_key, v.subject_key, v.known_from, v.known_to, v.ended_by, v.valid_from, v.valid_to
from   std.version v join batch_touched t on t.subject_key = v.subject_key join batch_since s on v.known_to < s.moment
where  t.ends = 'span' or t.subject_key in (select subject_key from batch_withdrawn);
insert into batch_span (record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to)
with since as (select coalesce(max(moment), timestamp '0001-01-01') as moment from batch_since),
here as (
    select subject_key from batch_touched where ends = 'span' or subject_key in (select subject_key from batch_withdrawn)
),
mine as (
    select record_key, subject_key, made_at, own_from, own_to, live_from, live_to
    from (
        select r.record_key, r.subject_key, r.made_at, coalesce(r.valid_from, date '1900-01-01') as own_from, r.valid_to as own_to,
               l.live_from, l.live_to,
               row_number() over (partition by r.subject_key, r.valid_from, r.delivery, l.live_from order by r.record_key desc) as place
        from   std.record r join here h on h.subject_key = r.subject_key join std.delivery_live l on l.delivery = r.delivery
        where  r.kept and r.has_main
               and not exists (select 1 from std.overruled o where o.record_key = r.record_key and o.why = 'A03-two-people')
    ) m cross join since s
    where  place = 1 and (live_to is null or live_to > s.moment)
),
moments as (
    select a.subject_key, a.moment, row_number() over (partition by a.subject_key order by a.moment) as n
    from  (select subject_key, live_from as moment from mine union select subject_key, live_to from mine where live_to is not null
           union select h.subject_key, s.moment from here h cross join since s) a
    cross join since s
    where  a.moment >= s.moment
),
standing as (
    select o.subject_key, o.moment, o.n, m.record_key, m.own_from, m.own_to,
           row_number() over (partition by o.subject_key, o.n, m.own_from order by m.made_at desc, m.record_key desc) as place
    from   moments o join mine m on m.subject_key = o.subject_key and m.live_from <= o.moment
           and (m.live_to is null or m.live_to > o.moment)
),
holding as (
    select subject_key, moment, n, record_key, own_from, own_to,
           lead(own_from) over (partition by subject_key, n order by own_from) - 1 as next_to
    from   standing where place = 1
),
states as (
    select subject_key, moment, n, record_key, own_from,
           case when own_to is null or next_to < own_to then next_to else own_to end as until
    from   holding
    union all
    select v.subject_key, v.known_from, 0, v.record_key, coalesce(v.valid_from, date '1900-01-01'), v.valid_to
    from   std.version v join here h on h.subject_key = v.subject_key cross join since s
    where  v.known_from < s.moment and (v.known_to is null or v.known_to >= s.moment)
),
stretches as (
    select s.*, n - row_number() over (partition by record_key, own_from, until order by n) as stretch from states s
),
spans as (
    select record_key, subject_key, own_from, until, min(moment) as known_from, max(n) as last
    from   stretches group by record_key, subject_key, own_from, until, stretch
)
select s.record_key, s.subject_key, s.known_from, o.moment, case when o.moment is not null then 'superseded' end,
       case when s.own_from > date '1900-01-01' then s.own_from end, s.until
from   spans s left join moments o on o.subject_key = s.subject_key and o.n = s.last + 1;
