-- Contracts a sender may hand in by, joined by ';' (* = all): those of before send what they did, for the facilities they have.
alter table sender add column contracts text not null default '*';
