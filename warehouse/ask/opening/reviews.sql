-- opening/reviews: openings in an emergency with what was concluded, those to be judged first, the oldest of them at the head. $limit.
select o.id, o.account, o.role, o.kind, o.object, o.label, o.purpose, o.reason, o.opened_at, o.until_at, o.closed_at, r.due_at, r.verdict,
       r.note, r.by_account, r.at as judged_at
from   opening o join opening_review r on r.opening = o.id
order by case when r.verdict is null then 0 else 1 end, case when r.verdict is null then r.due_at end, o.opened_at desc limit $limit
