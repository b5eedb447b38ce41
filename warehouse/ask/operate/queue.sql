-- operate/queue: how many deliveries wait to be loaded, and since when the oldest.
select count(*) as deliveries, min(received_at) as oldest from delivery where state in ('Queued', 'Replay')
