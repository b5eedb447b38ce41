-- Deliveries standardised with other declarations or lists than those of a fingerprint. $digest
select delivery from std.delivery where catalogue <> $digest order by delivery
