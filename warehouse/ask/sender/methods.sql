-- sender/methods: the ways a sender may prove itself.
update sender set methods = $methods where code = $code
