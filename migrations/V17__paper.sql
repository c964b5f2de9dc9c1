-- A signed page says which paper was signed: the booklet with the goals in it, or the goal sheet alone.
alter table signed_page add column paper text not null default 'booklet' check (paper in ('booklet', 'goals'));
-- A talk whose party was sent its calendar entry: those who have it are told when it moves or is called off.
alter table check_in add column told bigint not null default 0;
