-- privacy/consents-newest: the newest records of consent.
select seq, id, subject, activity, action, notice, holds_from, channel, document, guardian, at, account, audit from consent
order by seq desc limit $limit
