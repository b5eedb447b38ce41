-- Spans of records that stand in whole lists (snapshot): at each moment a list of a scope came or went, of each day's lists the one
-- received last is that of its day, and it holds until the day before the next. A list whose spans did not change is left alone.
delete from batch_list;
insert into batch_list (contract, scope)
select distinct d.contract, coalesce(r.facility_code, d.sender_code)
from   std.record r join batch_touched t on t.subject_key = r.subject_key join std.delivery d on d.delivery = r.delivery
where  t.ends = 'snapshot' and r.kept and r.has_main;
delete from batch_list_span;
-- What was known and over before the batch's first moment stays as it is.
insert into batch_list_span (contract, scope, delivery, known_from, known_to, valid_from, valid_to)
select l.contract, l.scope, l.delivery, l.known_from, l.known_to, l.valid_from, l.valid_to
from   std.list_span l join batch_list b on b.contract = l.contract and b.scope = l.scope join batch_since s on l.known_to < s.moment;
insert into batch_list_span (contract, scope, delivery, known_from, known_to, valid_from, valid_to)
with since as (select coalesce(max(moment), timestamp '0001-01-01') as moment from batch_since),
lives as (
    select m.contract, m.scope, m.delivery, m.as_of, l.live_from, l.live_to
    from (
        select d.contract, b.scope, d.delivery, max(r.event_on) as as_of
        from   std.record r join std.delivery d on d.delivery = r.delivery
        join   batch_list b on b.contract = d.contract and b.scope = coalesce(r.facility_code, d.sender_code)
        where  r.kept and r.has_main
        group by d.contract, b.scope, d.delivery
    ) m
    join   std.delivery_live l on l.delivery = m.delivery
    cross join since s
    where  l.live_to is null or l.live_to > s.moment
),
moments as (
    select a.contract, a.scope, a.moment, row_number() over (partition by a.contract, a.scope order by a.moment) as n
    from  (select contract, scope, live_from as moment from lives
           union select contract, scope, live_to from lives where live_to is not null
           union select b.contract, b.scope, s.moment from batch_list b cross join since s) a
    cross join since s
    where  a.moment >= s.moment
),
standing as (
    select o.contract, o.scope, o.moment, o.n, l.delivery, l.as_of,
           row_number() over (partition by o.contract, o.scope, o.n, l.as_of order by l.delivery desc) as place
    from   moments o join lives l on l.contract = o.contract and l.scope = o.scope and l.live_from <= o.moment
           and (l.live_to is null or l.live_to > o.moment)
),
states as (
    select contract, scope, moment, n, delivery, as_of, lead(as_of) over (partition by contract, scope, n order by as_of) - 1 as until
    from   standing where place = 1
    union all
    select l.contract, l.scope, l.known_from, 0, l.delivery, l.valid_from, l.valid_to
    from   std.list_span l join batch_list b on b.contract = l.contract and b.scope = l.scope cross join since s
    where  l.known_from < s.moment and (l.known_to is null or l.known_to >= s.moment)
),
stretches as (
    select s.*, n - row_number() over (partition by contract, scope, delivery, as_of, until order by n) as stretch from states s
),
spans as (
    select contract, scope, delivery, as_of, until, min(moment) as known_from, max(n) as last
    from   stretches group by contract, scope, delivery, as_of, until, stretch
)
select s.contract, s.scope, s.delivery, s.known_from, o.moment, s.as_of, s.until
from   spans s left join moments o on o.contract = s.contract and o.scope = s.scope and o.n = s.last + 1;
-- Deliveries of these lists whose spans are others than before, and those that are in the batch.
-- whole: of those only in the batch, no more than the subjects it brought is looked at.
delete from batch_list_changed;
insert into batch_list_changed (contract, scope, delivery, whole)
select contract, scope, delivery, max(whole) = 1 from (
select contract, scope, delivery, 1 as whole from (
    select contract, scope, delivery, known_from, known_to, valid_from, valid_to from batch_list_span
    except
    select contract, scope, delivery, known_from, known_to, valid_from, valid_to from std.list_span
) come
union
select s.contract, s.scope, s.delivery, 1
from   std.list_span s join batch_list b on b.contract = s.contract and b.scope = s.scope
left join batch_list_span n on n.delivery = s.delivery and n.contract = s.contract and n.scope = s.scope and n.known_from = s.known_from
     and n.known_to is not distinct from s.known_to and n.valid_from = s.valid_from and n.valid_to is not distinct from s.valid_to
where  n.delivery is null
union
select distinct d.contract, coalesce(r.facility_code, d.sender_code), r.delivery, 0
from   batch_record r join std.delivery d on d.delivery = r.delivery join std.ending e on e.contract = d.contract and e.ends = 'snapshot'
where  r.kept and r.has_main
) c group by contract, scope, delivery;
delete from std.list_span
where  exists (select 1 from batch_list b where b.contract = std.list_span.contract and b.scope = std.list_span.scope);
insert into std.list_span (contract, scope, delivery, known_from, known_to, valid_from, valid_to)
select contract, scope, delivery, known_from, known_to, valid_from, valid_to from batch_list_span;
insert into batch_judged (record_key)
select r.record_key
from   batch_list_changed c join std.record r on r.delivery = c.delivery join std.delivery d on d.delivery = r.delivery
where  r.kept and r.has_main and coalesce(r.facility_code, d.sender_code) = c.scope
       and (c.whole or r.subject_key in (select subject_key from batch_touched));
insert into batch_span (record_key, subject_key, known_from, known_to, ended_by, valid_from, valid_to)
select r.record_key, r.subject_key, s.known_from, s.known_to, case when s.known_to is not null then 'superseded' end,
    s.valid_from, s.valid_to
from   batch_list_changed c
join   batch_list_span s on s.contract = c.contract and s.scope = c.scope and s.delivery = c.delivery
join  (select x.record_key, x.subject_key, x.delivery, coalesce(x.facility_code, d.sender_code) as scope,
              row_number() over (partition by x.delivery, x.subject_key order by x.record_key desc) as place
       from   std.record x join std.delivery d on d.delivery = x.delivery
       where  x.kept and x.has_main and x.delivery in (select delivery from batch_list_changed)) r
       on r.delivery = s.delivery and r.scope = s.scope and r.place = 1
where  c.whole or r.subject_key in (select subject_key from batch_touched);
