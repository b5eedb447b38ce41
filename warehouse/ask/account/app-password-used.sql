-- account/app-password-used: notes that an application password was used. $id, $now.
update app_password set used_at = $now where id = $id
