-- house/commit-number: how many commits there have been, of all processes.
select number from house.commit_count
