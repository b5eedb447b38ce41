-- key/reseal: pieces as they were sealed again take the place of the old.
update vault.sealed set piece = r.piece, key_no = r.key_no
from   batch_resealed r
where  vault.sealed.record_key = r.record_key and vault.sealed.table_name = r.table_name and vault.sealed.row_no = r.row_no
       and vault.sealed.compartment = r.compartment
