-- delivery/decide-rest: for all that are left today's rights of their sender hold.
update delivery set facilities = coalesce((select facilities from sender where code = delivery.sender), '*') where facilities is null
