-- house.commit_count: one row, the number of commits; what is kept in memory holds while it stands. An embedded warehouse has one process, which counts for itself.
create table house.commit_count (number bigint not null);
insert into house.commit_count (number) values (0);
