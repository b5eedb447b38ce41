-- feedback/give: what somebody said of a page.
insert into feedback (id, at, role, route, filters, words) values ($id, $at, $role, $route, $filters, $words)
