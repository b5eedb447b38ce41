-- credential/assertions-over: forgets assertions that are no longer valid anyway.
delete from client_assertion where until < $now
