-- sender/revoke: a sender that may not come in any more, or may again when $at is null.
update sender set active = $active, ended_at = $at, ended_why = $why where code = $code
