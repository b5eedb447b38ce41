-- published/add: a table goes out, once and for all: a second try changes nothing.
insert into published_table (code, period, title, published_at, account, content)
values ($code, $period, $title, $at, $account, $content) on conflict do nothing
