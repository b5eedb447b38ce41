-- account/review: one signed review more.
insert into access_review (id, at, by_account, grants, ended, note) values ($id, $at, $by, $grants, $ended, $note)
