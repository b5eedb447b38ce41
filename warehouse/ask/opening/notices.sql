-- opening/notices: how many notices nobody has seen yet, and how many openings in an emergency wait to be judged, or waited too long. $now.
select (select count(*) from privacy_notice where kind = 'break-glass' and seen_at is null) as unseen,
       (select count(*) from opening_review where verdict is null) as waiting,
       (select count(*) from opening_review where verdict is null and due_at < $now) as overdue
