-- What is hoped to change, what was seen, and the report that both sides read in the same words.
create table expected_change (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), words text not null, scene text not null default '', sign text not null default '',
  author text not null, side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null
);
create index expected_change_by_placement on expected_change (institution_id, placement_id, created_at);
create table observation (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), change_id text not null default '', side text not null check (side in ('company', 'person', 'bank')),
  author text not null, seen_on text not null, body bytea not null, evidence bytea, lend bigint not null default 0, version bigint not null default 1, created_at bigint not null
);
create index observation_by_placement on observation (institution_id, placement_id, created_at);
create table report (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), no bigint not null, edition bigint not null default 1, finding bytea not null,
  state text not null check (state in ('draft', 'second_look', 'approved', 'published')), author text not null, approved_by text not null default '', returned_why bytea, corrects text not null default '',
  hands text not null default '', approved_hash text not null default '', version bigint not null default 1, created_at bigint not null, unique (placement_id, no, edition)
);
create index report_by_placement on report (institution_id, placement_id, no);
create index report_open on report (institution_id, state, created_at);
create table report_line (
  id text primary key, institution_id text not null, placement_id text not null, report_id text not null references report (id), no bigint not null, change_id text not null default '',
  observation_id text not null default '', side text not null check (side in ('company', 'person', 'bank')), words bytea not null, before_words bytea, taken bigint not null default 1, author text not null, version bigint not null default 1, created_at bigint not null
);
create index report_line_by_placement on report_line (institution_id, placement_id, report_id, no);
create table line_offer (
  id text primary key, institution_id text not null, placement_id text not null, line_id text not null references report_line (id), observation_id text not null references observation (id),
  side text not null check (side in ('company', 'person')), writer text not null, author text not null, body bytea not null, hash text not null, reason bytea, state text not null check (state in ('open', 'agreed', 'refused', 'withdrawn', 'used')),
  version bigint not null default 1, created_at bigint not null
);
create index line_offer_by_placement on line_offer (institution_id, placement_id, created_at);
create table report_published (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), report_id text not null references report (id), no bigint not null, edition bigint not null,
  finding text not null, content text not null, hash text not null, author_name text not null, audience text not null check (audience in ('both', 'company')),
  version bigint not null default 1, created_at bigint not null, unique (report_id)
);
create index report_published_by_placement on report_published (institution_id, placement_id, no, edition);
create table report_read (
  id text primary key, institution_id text not null, placement_id text not null, report_id text not null, author text not null, author_name text not null,
  side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null, unique (report_id, author)
);
create index report_read_by_placement on report_read (institution_id, placement_id, report_id);
