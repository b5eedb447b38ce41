-- Deliveries of a stretch of the ledger that the warehouse already holds.
select delivery, records, refused, loaded from std.delivery where delivery between $first and $last
