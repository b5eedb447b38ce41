-- house.installation: which installation (data folder, keys) this warehouse belongs to.
create table house.installation (id varchar not null);
