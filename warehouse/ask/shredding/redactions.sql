-- shredding/redactions: deliveries some records were taken out of.
select delivery, stored_hash, residue_hash, shredding from redaction
