-- How many records of deliveries that were standardised again say something else of their persons than before: other tokens, another sex,
-- or are there no more, or only now.
with now_said as (
    select x.record_key, x.sex, t.rule, t.token
    from   batch_person x left join batch_record_token t on t.record_key = x.record_key
    where  x.record_key >> 24 in (select record_key >> 24 from batch_former)
)
select (select count(*) from (select * from batch_former except select * from now_said) gone)
     + (select count(*) from (select * from now_said except select * from batch_former) come)
