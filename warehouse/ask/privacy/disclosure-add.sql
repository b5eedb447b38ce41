-- privacy/disclosure-add: one disclosure more.
insert into disclosure (seq, id, at, account, activity, recipient_type, recipient, country, basis, kinds, persons, rows_sent, document,
    agreement, request, channel, audit)
select coalesce(max(seq), 0) + 1, $id, $at, $account, $activity, $recipienttype, $recipient, $country, $basis, $kinds, $persons, $rowssent,
       $document, $agreement, $request, $channel, $audit from disclosure
