-- layout/one: a layout by its id.
select id, sender, contract, digest, headings, mapping, made_at, made_by from layout where id = $id
