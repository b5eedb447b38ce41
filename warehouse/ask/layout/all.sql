-- layout/all: every layout, for deliveries are read as theirs says.
select id, sender, contract, digest, headings, mapping, made_at, made_by from layout
