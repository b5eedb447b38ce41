-- delivery/waiting-after: deliveries that wait, after a number, with what is needed to look into them.
select seq, id, sender, contract, content_hash, state, 0 as refused, byte_count, layout from delivery
where state in ('Queued', 'Replay') and seq > $seq order by seq
