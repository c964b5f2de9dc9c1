-- A session that proves itself anew goes on under a new id: this is the id it began with. None for the first one.
alter table session add column root text;
-- In which language company and person are written to.
alter table contact add column lang text not null default 'ja';
alter table person add column lang text not null default 'ja';
