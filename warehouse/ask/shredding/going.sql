-- shredding/going: contents a shredding that has not ended takes away.
select f.hash from shredding_file f join shredding s on s.id = f.shredding where s.state <> 'done'
