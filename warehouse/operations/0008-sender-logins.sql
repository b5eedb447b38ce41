-- Logins of senders in the shapes of older intakes: one a sender and shape, its switch, and only a slow salted hash of what the shape sends as password.
create table sender_login (
    sender text not null, shape text not null, user_name text not null, hash text not null, active boolean not null,
    made_at text not null, made_by text not null, used_at text,
    primary key (sender, shape)
);
create unique index sender_login_user on sender_login (shape, user_name);

-- Their tokens: hashes only. proof ties a token to the password it was given for, where the shape sends that with every message.
create table sender_token (
    hash text primary key, id_hash text not null, proof text not null, sender text not null, shape text not null, made_at text not null, expires_at text not null
);
create index sender_token_sender on sender_token (sender, shape);

-- Episodes in deliveries that wait to be loaded, so that a sender who asks at once finds what it sent.
create table delivery_episode (delivery text not null, facility text not null, episode text not null);
create index delivery_episode_code on delivery_episode (episode);
