-- approval/founded: how many requests somebody other than the house ($house) has decided.
select count(*) from approval where decided_by <> $house
