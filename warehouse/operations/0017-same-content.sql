-- The same content may come again when something else was said since: content is no longer unique. A key is one of its sender and contract.
drop index delivery_content;
create index delivery_content on delivery (sender, contract, content_hash, seq);
drop index delivery_key;
create unique index delivery_key on delivery (sender, contract, idempotency_key) where idempotency_key is not null;
create index delivery_hash on delivery (content_hash);
