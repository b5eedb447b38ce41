-- published_table: a table as it left the house, its small figures hidden once and for all; a period of a table is published once.
create table published_table (code text not null, period text not null, title text not null, published_at text not null, account text not null, content text not null, primary key (code, period));
