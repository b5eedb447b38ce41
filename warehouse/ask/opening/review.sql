-- opening/review: one opening in an emergency with what was concluded. $id.
select o.id, o.account, o.role, o.kind, o.object, o.label, o.purpose, o.reason, o.opened_at, o.until_at, o.closed_at, r.due_at, r.verdict,
       r.note, r.by_account, r.at as judged_at
from   opening o join opening_review r on r.opening = o.id where o.id = $id
