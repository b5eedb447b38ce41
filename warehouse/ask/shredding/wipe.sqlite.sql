-- shredding/wipe: the write-ahead log is folded in and cut to nothing: what was forgotten stood in it too, and in the file it was written
-- over (secure_delete). busy: somebody still reads in it.
pragma wal_checkpoint(truncate)
