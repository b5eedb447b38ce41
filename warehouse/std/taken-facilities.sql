-- Facilities each delivery brought usable records of.
select distinct delivery, facility_code as facility from std.record where kept and facility_code is not null
