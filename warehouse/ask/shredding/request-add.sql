-- shredding/request-add: the decided request of the person a shredding carries out.
insert into shredding_request (shredding, number) values ($id, $request)
