-- audit/take-away: rows of a closed period leave, those that stand sealed in its file. $to: the last one.
delete from audit where seq <= $to
