-- account/review-line: what a review decided on one grant.
insert into access_review_line (review, grant_id, account, decision, reason) values ($review, $grant, $account, $decision, $reason)
