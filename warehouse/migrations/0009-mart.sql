-- mart: rollups of the facts, one table a declared rollup, made and filled by Analyse/Rollups from catalogue/measures. mart.rollup: what each was made from.
create schema mart;
create table mart.rollup (name varchar not null, digest varchar not null);

-- Things that hold from a day to a day, for stocks. core.bed: a facility and its beds, one row a span in which nothing of it changed.
create view core.bed as
select code as facility_code, kind, ownership, level, commune_code, parent, beds_planned, beds_actual, valid_from, valid_to
from   dim.facility
where  status = 'active';

-- core.population: the people of a commune.
create view core.population as
select code as commune_code, population, valid_from, valid_to
from   dim.admin_unit
where  level = 'commune' and population is not null;
