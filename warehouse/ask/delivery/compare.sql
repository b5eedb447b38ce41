-- delivery/compare: of the subjects a content speaks of ($subjects, one;two), how many are known today by a contract, and how many
-- others of its scopes ($scopes: facilities, or the sender) are, which a list would leave out.
with named as (select distinct cast(s.item as bigint) as subject_key from (select text_items($subjects) as item) s),
scopes as (select s.item as scope from (select text_items($scopes) as item) s),
today as (
    select r.subject_key, max(coalesce(r.facility_code, d.sender_code)) as scope
    from   std.version v join std.record r on r.record_key = v.record_key join std.delivery d on d.delivery = r.delivery
    where  v.known_to is null and v.valid_to is null and d.contract = $contract
    group  by r.subject_key
)
select (select count(*) from named) as named,
       (select count(*) from today where subject_key in (select subject_key from named)) as known,
       (select count(*) from today where subject_key not in (select subject_key from named)
               and scope in (select scope from scopes)) as left_out
