-- shredding/wipe: the tables a shredding forgets in are written anew, without the rows of before. Not in a transaction; nothing happens
-- where the login may not (it is told so).
vacuum (full) legal_hold, shredding, shredding_subject, shredding_record, shredding_file, redaction, opening, opening_review
