-- sender/change: what a sender is called, the facilities it may send for and what it may ask for.
update sender set name = $name, facilities = $facilities, scopes = $scopes where code = $code
