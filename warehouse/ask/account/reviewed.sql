-- account/reviewed: the newest review of each grant: when, by whom, what was decided.
select l.grant_id as "grant", r.at, r.by_account, l.decision, l.reason
from   access_review_line l join access_review r on r.id = l.review
where  not exists (select 1 from access_review_line m join access_review s on s.id = m.review where m.grant_id = l.grant_id and s.at > r.at)
