-- delivery/undecided: deliveries of before the ledger kept what their senders might send, with what those may send today.
select d.seq, coalesce(s.facilities, '*') as facilities from delivery d left join sender s on s.code = d.sender where d.facilities is null
order by d.seq
