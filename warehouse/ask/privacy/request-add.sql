-- privacy/request-add: one request more, as received.
insert into subject_request (id, number, kind, received_on, channel, third_party, paper, summary, at, account, audit)
values ($id, $number, $kind, $receivedon, $channel, $thirdparty, $paper, $summary, $at, $account, $audit)
