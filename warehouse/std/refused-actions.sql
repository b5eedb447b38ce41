-- Findings of actions of this batch that changed nothing. $rule, $severity, $message: from the declared check.
insert into std.finding (delivery, record_key, table_name, row_no, field, rule, severity, times, value, message)
select a.delivery, a.record_key, null, null, 'MA_LK', $rule, $severity, 1, a.episode_code,
       replace(replace($message, '{value}', a.episode_code), '{action}', case a.action when 'cancel' then 'huỷ' else 'khôi phục' end)
from   std.episode_action a join batch_episode_action b on b.record_key = a.record_key
where  not a.applied;
