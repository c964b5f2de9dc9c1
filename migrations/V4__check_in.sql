-- Talks with each side and with both, what was said, and what comes next.
create table check_in (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person', 'joint')),
  way text not null check (way in ('visit', 'online', 'call')), step text not null default '', planned_on text, planned_at text not null default '', held_on text,
  state text not null check (state in ('planned', 'held', 'skipped')), skipped_why bytea, author text not null, version bigint not null default 1, created_at bigint not null
);
create index check_in_by_placement on check_in (institution_id, placement_id, created_at);
create index check_in_planned on check_in (institution_id, planned_on) where state = 'planned';
create table check_in_note (
  id text primary key, institution_id text not null, placement_id text not null, check_in_id text not null references check_in (id), side text not null check (side in ('company', 'person', 'bank')),
  care text not null default '', body bytea not null, shared_back bigint not null default 0, author text not null, version bigint not null default 1, created_at bigint not null
);
create index check_in_note_by_placement on check_in_note (institution_id, placement_id, check_in_id);
create table joint_note (
  id text primary key, institution_id text not null, placement_id text not null, check_in_id text not null references check_in (id), care text not null default '', body text not null,
  author text not null, version bigint not null default 1, created_at bigint not null
);
create index joint_note_by_placement on joint_note (institution_id, placement_id, check_in_id);
create table milestone_view (
  id text primary key, institution_id text not null, placement_id text not null, goal_id text not null references goal (id), month bigint not null check (month in (1, 3, 6)),
  side text not null check (side in ('company', 'person', 'bank')), word text not null check (word in ('todo', 'ontrack', 'slow', 'stuck', 'done', 'dropped')),
  by_desk bigint not null default 0, judged_on text not null, shown bigint not null default 0, author text not null, version bigint not null default 1, created_at bigint not null
);
-- A side has the word it was heard to say, kept by the desk, and the word it chose on its own pages: neither overwrites the other.
create unique index milestone_view_heard on milestone_view (goal_id, month, side) where by_desk = 1;
create unique index milestone_view_chosen on milestone_view (goal_id, month, author) where by_desk = 0;
create index milestone_view_by_placement on milestone_view (institution_id, placement_id);
create table todo (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), check_in_id text not null default '', who text not null check (who in ('company', 'person', 'bank')),
  body bytea not null, due_on text, done_at bigint, author text not null, version bigint not null default 1, created_at bigint not null
);
create index todo_by_placement on todo (institution_id, placement_id, due_on);
create index todo_open on todo (institution_id, due_on) where done_at is null;
