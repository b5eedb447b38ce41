-- view/of: addresses an account saved, and those others share. $account.
select id, account, name, path, shared from saved_view where account = $account or shared = 1 order by name
