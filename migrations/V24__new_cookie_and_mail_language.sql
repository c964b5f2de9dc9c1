-- A session that proves itself anew goes on under a new id: this is the id it began with. None for the first one.
alter table session add column root text;
