-- Gaps that are expected: shared by all three, one side's own, and the desk's. Each has readers of its own, so each is a table.
create table gap (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), lies text not null check (lies in ('company', 'person', 'both')),
  words text not null, sign text not null default '', measure text not null default '', who text not null default '', due_on text,
  state text not null check (state in ('watching', 'arose', 'handled', 'not_arisen')), looked_on text not null, author text not null,
  side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null
);
create index gap_by_placement on gap (institution_id, placement_id, created_at);
create index gap_open on gap (institution_id, looked_on) where state in ('watching', 'arose');
create table gap_look (
  id text primary key, institution_id text not null, placement_id text not null, gap_id text not null references gap (id),
  state text not null check (state in ('watching', 'arose', 'handled', 'not_arisen')), words text not null default '', looked_on text not null, author text not null,
  side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null
);
create index gap_look_by_placement on gap_look (institution_id, placement_id, gap_id, created_at);
create table gap_own (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person')),
  body bytea not null, sign bytea, measure bytea, shared_as text not null default '', author text not null, version bigint not null default 1, created_at bigint not null
);
create index gap_own_by_placement on gap_own (institution_id, placement_id, created_at);
create table gap_desk (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person', 'bank')),
  source text not null check (source in ('desk', 'talk', 'survey')), body bytea not null, sign bytea, measure bytea,
  state text not null check (state in ('watching', 'arose', 'handled', 'not_arisen')), shared_as text not null default '', author text not null, version bigint not null default 1, created_at bigint not null
);
create index gap_desk_by_placement on gap_desk (institution_id, placement_id, created_at);
