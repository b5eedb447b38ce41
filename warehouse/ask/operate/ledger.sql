-- operate/ledger: every line of the ledger by what tells a delivery from another, for the comparison with the warehouse.
select seq, id, sender, contract, content_hash, state, loaded_at is not null as was_loaded from delivery order by seq
