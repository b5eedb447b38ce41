-- privacy/reads-objects: the different objects read in a window, by kind. Arguments as of privacy/reads-by-account.
select distinct object_type, object_id
from   audit
where  at >= $from and at < $until
  and  ($accounts = '' or replace(';' || $accounts || ';', ';' || account || ';', '') <> ';' || $accounts || ';')
  and  replace(';' || $actions || ';', ';' || action || ';', '') <> ';' || $actions || ';'
  and  ($source = '' or source = $source)
