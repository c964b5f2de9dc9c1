-- Papers: the calendar of their dates, and circles for seals, as the institution wants them.
alter table institution add column paper_calendar text not null default 'western' check (paper_calendar in ('western', 'japanese'));
alter table institution add column paper_seals text not null default 'off' check (paper_seals in ('off', 'on'));
-- A goal's share of a hundred, where weights are wanted; why an agreed sheet is changed, for all three to read.
alter table goal add column weight bigint;
alter table goal_sheet add column reason text not null default '';
