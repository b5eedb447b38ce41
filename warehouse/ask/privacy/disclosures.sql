-- privacy/disclosures: disclosures in a window, newest first. $from, $until: UTC text, end excluded. $type, $activity: empty = all.
select seq, id, at, account, activity, recipient_type, recipient, country, basis, kinds, persons, rows_sent, document, agreement, request,
       channel, audit
from   disclosure
where  at >= $from and at < $until and ($type = '' or recipient_type = $type) and ($activity = '' or activity = $activity)
order by seq desc limit $limit
