-- account/reviews: signed reviews of all rights, newest first.
select id, at, by_account, grants, ended, note from access_review order by at desc limit 20
