-- audit/since: number of the first row at or after a time. $at: UTC text.
select seq from audit where at >= $at order by at, seq limit 1
