-- Codes of authenticator apps that were used, while they would still be good: none is good twice (RFC 6238, 5.2).
create table used_code (account text not null, code text not null, at text not null, primary key (account, code));
