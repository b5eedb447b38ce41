-- published/all: tables that are out, the newest first.
select code, period, title, published_at from published_table order by published_at desc, code, period
