-- Papers: the calendar of their dates, and circles for seals, as the institution wants them.
alter table institution add column paper_calendar text not null default 'western' check (paper_calendar in ('western', 'japanese'));
alter table institution add column paper_seals text not null default 'off' check (paper_seals in ('off', 'on'));
