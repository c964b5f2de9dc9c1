-- The day of a talk that those who talk were told of and that it lost since: with it the entry leaves their calendars.
alter table check_in add column told_on text;
