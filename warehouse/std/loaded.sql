-- Deliveries of a stretch of the ledger that the warehouse already holds, whole.
select delivery, records, refused, loaded from std.delivery where delivery between $first and $last and complete
