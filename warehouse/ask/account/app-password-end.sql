-- account/app-password-end: takes an application password of an account back, or all of them ($id = ''). $account, $id, $now.
update app_password set ended_at = $now where account = $account and ($id = '' or id = $id) and ended_at is null
