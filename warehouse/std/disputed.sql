-- What was said of those episodes, in the order of receipt, with what tells of whom each record is.
select s.subject_key, s.record_key, y.contract, s.made_at, s.kind, s.version, s.rules, b.episode_code, x.sex, x.birth_month,
    x.birth_precision,
       cast(n.name as varchar) as name, cast(c.token as varchar) as citizen, cast(p.token as varchar) as patient, o.why, o.by_record
from   batch_said s
join   (select subject_key from batch_said where version is not null group by subject_key having count(*) > 1
        union
        select a.subject_key from std.overruled f join batch_said a on a.record_key = f.record_key) m on m.subject_key = s.subject_key
left join std.delivery y on y.delivery = s.record_key >> 24
left join std.record b on b.record_key = s.record_key
left join std.xml1 x on x.record_key = s.record_key
left join vault.record_name n on n.record_key = s.record_key
left join vault.record_token c on c.record_key = s.record_key and c.rule = 'citizen'
left join vault.record_token p on p.record_key = s.record_key and p.rule = 'facility'
left join std.overruled o on o.record_key = s.record_key
order by s.subject_key, s.record_key
