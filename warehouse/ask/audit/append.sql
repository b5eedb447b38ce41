-- audit/append: rows of the audit, all of one group. $rows: them as JSON.
insert into audit (seq, at, account, action, object_type, object_id, purpose, source, detail, hash, form, account_type, port, device,
    result, persons)
select json_extract(value, '$.seq'), json_extract(value, '$.at'), json_extract(value, '$.account'), json_extract(value, '$.action'),
       json_extract(value, '$.object_type'), json_extract(value, '$.object_id'),
       json_extract(value, '$.purpose'), json_extract(value, '$.source'), json_extract(value, '$.detail'), json_extract(value, '$.hash'),
           json_extract(value, '$.form'), json_extract(value, '$.account_type'),
       json_extract(value, '$.port'), json_extract(value, '$.device'), json_extract(value, '$.result'), json_extract(value, '$.persons')
from   json_each($rows)
