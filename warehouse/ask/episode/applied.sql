-- episode/applied: whether a cancel or restore took effect.
select applied from std.episode_action where delivery = $delivery
