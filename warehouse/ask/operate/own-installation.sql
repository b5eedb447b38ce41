-- operate/own-installation: the installation the operational database belongs to; none before its first start.
select id from installation
