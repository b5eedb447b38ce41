-- opening/to-review: an opening that must be judged until $due.
insert into opening_review (opening, due_at) values ($id, $due)
