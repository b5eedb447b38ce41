-- operate/alive: whether the warehouse answers at all.
select 1
