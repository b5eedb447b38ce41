-- delivery/decide: which facilities a delivery of before might be of.
update delivery set facilities = $facilities where seq = $seq
