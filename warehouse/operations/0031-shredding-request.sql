-- The request of the person a shredding carries out, by its number; one asked for before has none and is asked for anew.
create table shredding_request (shredding text primary key, number text not null);
