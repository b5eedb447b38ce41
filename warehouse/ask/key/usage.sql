-- key/usage: pieces by key.
select key_use, key_no, count(*) as pieces from vault.sealed group by key_use, key_no
