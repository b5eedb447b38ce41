-- operate/holdings: every delivery the warehouse holds, by what tells it from another, and what was decided on its day.
select delivery as seq, cast(tracking_id as varchar) as id, sender_code as sender, contract, content_hash, received_at,
       coalesce(known_at, received_at) as known_at, coalesce(rules, 1) as rules, complete from std.delivery order by delivery
