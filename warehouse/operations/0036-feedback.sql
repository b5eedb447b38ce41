-- feedback: what people say of a page, with its route, their role and its filters; never who said it, nor whom the page showed.
create table feedback (id text primary key, at text not null, role text not null, route text not null, filters text, words text not null);
