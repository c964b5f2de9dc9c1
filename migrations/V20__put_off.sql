-- A line of 今日 that was put off: which step of a case, until which day, and why in a word; the desk's alone.
create table put_off (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), step text not null, until_on text not null,
  reason text not null check (reason in ('party', 'news', 'order', 'moved')), author text not null,
  version bigint not null default 1, created_at bigint not null, unique (placement_id, step)
);
create index put_off_by_placement on put_off (institution_id, placement_id, until_on);
-- A member of staff who wants the morning's counts by mail, and when they go out.
create table morning_mail (
  id text primary key, institution_id text not null references institution (id), author text not null,
  version bigint not null default 1, created_at bigint not null, unique (institution_id, author)
);
alter table institution add column morning_at text not null default '08:30';
