-- layout/newest: what a sender last said of a contract; of one layout where its digest is given, else of any.
select   id, sender, contract, digest, headings, mapping, made_at, made_by
from     layout
where    sender = $sender and contract = $contract and ($digest = '' or digest = $digest)
order by id desc limit 1
