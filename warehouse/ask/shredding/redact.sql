-- shredding/redact: a delivery stands on another content from now on.
insert into redaction (delivery, stored_hash, residue_hash, shredding, at) values ($delivery, $stored, $residue, $shredding, $at)
on conflict (delivery) do update
set stored_hash = excluded.stored_hash, residue_hash = excluded.residue_hash, shredding = excluded.shredding, at = excluded.at
