-- feedback/latest: what was said last.
select id, at, role, route, filters, words from feedback order by at desc, id desc limit 200
