-- audit/append: rows of the audit, all of one group. $rows: them as JSON.
insert into audit (seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device,
    result, persons)
select seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device, result, persons
from   json_to_recordset(cast($rows as json)) as r (seq bigint, at text, account text, action text, object_type text, object_id text,
       purpose text, source text, detail text, hash text,
       form integer, account_type text, port integer, device text, result text, persons text)
