-- Geography: both trees of administrative units, and how figures go from the one to the other.
alter table dim.admin_unit add column population integer;

-- Trees by the year they began: 2004 (three tiers, until 30/06/2025), 2025 (two tiers). last_day null = the tree of today.
create table dim.admin_tree (tree varchar not null, first_day date not null, last_day date);

-- What a unit is on the boundaries of a tree: one row a part. The weights of a unit on a tree add up to one, so totals stay what they were.
-- A unit of that tree is itself. placed = false: the list does not say what became of the unit; it stays itself and only its province is known.
create table dim.admin_bridge (
    tree         varchar not null,
    from_key     varchar not null,
    to_key       varchar not null,
    weight       decimal(9, 6) not null,
    province_key varchar,
    placed       boolean not null
);

-- Codes on any day, on any tree: one row a part of what the code meant. Every day belongs to a unit of its code: a code sent after its unit ended
-- (or before it began) means that unit, as long as no other unit has the code by then.
create view dim.admin_place as
select u.code, u.level, u.from_on, u.to_on, u.unit_key, b.tree, b.to_key, t.code as to_code, t.level as to_level, b.weight, b.province_key, p.code as province_code, b.placed
from (
    select unit_key, code, level,
           case when row_number() over (partition by code order by valid_from) = 1 then date '0001-01-01' else valid_from end as from_on,
           coalesce(lead(valid_from) over (partition by code order by valid_from) - 1, date '9999-12-31') as to_on
    from dim.admin_unit
) u
join dim.admin_bridge b on b.from_key = u.unit_key
join dim.admin_unit t on t.unit_key = b.to_key
left join dim.admin_unit p on p.unit_key = b.province_key;
