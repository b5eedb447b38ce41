-- Facilities each delivery was refused records of, its sender not being bound to them.
select distinct delivery, value as facility from std.finding where rule = 'R02-not-yours' and value is not null
