-- operate/installation: the installation this warehouse belongs to; none before its first start.
select id from house.installation
