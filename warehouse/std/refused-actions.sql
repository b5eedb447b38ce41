-- Findings of actions on the touched episodes that changed nothing, told anew. $rule, $severity, $message: from the declared check.
delete from std.finding
where rule = $rule and record_key in (select a.record_key from std.episode_action a join batch_touched t on t.subject_key = a.subject_key);
insert into std.finding (delivery, record_key, table_name, row_no, field, rule, severity, times, value, message)
select a.delivery, a.record_key, null, null, 'MA_LK', $rule, $severity, 1, a.episode_code,
       replace(replace($message, '{value}', a.episode_code), '{action}',
           case a.action when 'cancel' then 'huỷ' when 'restore' then 'khôi phục' else 'chọn phiên bản' end)
from   std.episode_action a join batch_touched t on t.subject_key = a.subject_key
where  not a.applied;
