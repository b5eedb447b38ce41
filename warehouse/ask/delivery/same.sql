-- delivery/same: the delivery a sender already sent with this key, or with this content.
select seq, id, content_hash, state, idempotency_key from delivery
where  sender = $sender and contract = $contract and (content_hash = $hash or idempotency_key = $key)
order by case when idempotency_key = $key then 0 else 1 end, seq
limit 1
