-- privacy/reads-exports: files and messages that left in a window, newest first. Arguments as of privacy/reads-by-account.
select seq, at, account, action, object_type, object_id, purpose, source, detail
from   audit
where  at >= $from and at < $until
  and  ($accounts = '' or replace(';' || $accounts || ';', ';' || account || ';', '') <> ';' || $accounts || ';')
  and  replace(';' || $actions || ';', ';' || action || ';', '') <> ';' || $actions || ';'
  and  ($source = '' or source = $source)
order by seq desc limit 1000
