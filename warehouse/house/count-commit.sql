-- One more commit, counted in its own transaction: whoever reads the new number reads the new data.
update house.commit_count set number = number + 1
