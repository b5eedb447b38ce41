-- opening/notice: something the data-protection officer must know. $object: the id of an opening, or of an approval.
insert into privacy_notice (id, at, kind, object) values ($id, $at, $kind, $object)
