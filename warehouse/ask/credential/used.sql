-- credential/used: when a credential was last used.
update sender_credential set used_at = $at where id = $id
