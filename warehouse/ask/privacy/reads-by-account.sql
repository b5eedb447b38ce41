-- privacy/reads-by-account: what accounts read and sent out in a window, one row an account, action and kind of object.
-- $accounts, $actions: joined by ';', accounts '' = all. $from, $until: UTC text, end excluded. $source: '' = any.
select account, action, object_type, count(*) as times, count(distinct object_id) as objects, min(at) as first_at, max(at) as last_at
from   audit
where  at >= $from and at < $until
  and  ($accounts = '' or replace(';' || $accounts || ';', ';' || account || ';', '') <> ';' || $accounts || ';')
  and  replace(';' || $actions || ';', ';' || action || ';', '') <> ';' || $actions || ';'
  and  ($source = '' or source = $source)
group by account, action, object_type
order by account, action, object_type
