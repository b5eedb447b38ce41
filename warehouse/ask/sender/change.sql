-- sender/change: what a sender is called, the facilities and contracts it may send for and what it may ask for.
update sender set name = $name, facilities = $facilities, scopes = $scopes, contracts = $contracts where code = $code
