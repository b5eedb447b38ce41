-- house.lease: the one process that may change the warehouse. number grows each time the lease changes hands; every transaction of the writer updates this row by its number.
create table house.lease (number bigint not null, holder varchar, taken_at timestamptz, written_at timestamptz);
insert into house.lease (number) values (0);
