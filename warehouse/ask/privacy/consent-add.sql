-- privacy/consent-add: one record of consent more.
insert into consent (seq, id, subject, activity, action, notice, holds_from, channel, document, guardian, at, account, audit)
select coalesce(max(seq), 0) + 1, $id, $subject, $activity, $action, $notice, $holdsfrom, $channel, $document, $guardian, $at, $account,
       $audit from consent
