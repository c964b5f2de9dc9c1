-- The booklet: one document of three parties, sealed section by section; and agreements that were signed on paper.
create table booklet (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), content text not null,
  state text not null check (state in ('draft', 'confirming', 'agreed', 'changing')), edition bigint not null default 0,
  draft_no bigint not null default 1, asked_no bigint not null default 0, asked_at bigint, version bigint not null default 1, created_at bigint not null,
  unique (placement_id)
);
create index booklet_by_placement on booklet (institution_id, placement_id);
create index booklet_open on booklet (institution_id, placement_id) where state <> 'agreed';
create table booklet_seal (
  id text primary key, institution_id text not null, placement_id text not null, booklet_id text not null references booklet (id), part text not null, party text not null check (party in ('company', 'person', 'bank')),
  part_hash text not null, draft_no bigint not null, author text not null, author_name text not null, way text not null check (way in ('screen', 'spoken', 'paper')), said_where text not null default '', said_on text,
  version bigint not null default 1, created_at bigint not null, unique (booklet_id, part, party, draft_no)
);
create index booklet_seal_by_placement on booklet_seal (institution_id, placement_id, created_at);
create table booklet_version (
  id text primary key, institution_id text not null, placement_id text not null, booklet_id text not null references booklet (id), edition bigint not null, hash text not null, content text not null,
  version bigint not null default 1, created_at bigint not null, unique (booklet_id, edition)
);
create index booklet_version_by_placement on booklet_version (institution_id, placement_id, edition);
-- A photo of a page that was signed by hand, sealed under the side that signed it.
create table signed_page (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), party text not null check (party in ('company', 'person')), author text not null,
  author_name text not null, signed_on text not null, kind text not null check (kind in ('jpg', 'png', 'pdf')), size bigint not null, body bytea not null, version bigint not null default 1, created_at bigint not null
);
create index signed_page_by_placement on signed_page (institution_id, placement_id, created_at);
-- The goal sheet's agreements may be signed on paper too: the list of ways grows.
create table agreement_on_paper (
  id text primary key, institution_id text not null, placement_id text not null, sheet_id text not null references goal_sheet (id), part text not null, party text not null check (party in ('company', 'person', 'bank')),
  part_hash text not null, draft_no bigint not null, author text not null, author_name text not null, way text not null check (way in ('screen', 'spoken', 'paper')), said_where text not null default '', said_on text,
  version bigint not null default 1, created_at bigint not null, unique (sheet_id, part, party, draft_no)
);
insert into agreement_on_paper (id, institution_id, placement_id, sheet_id, part, party, part_hash, draft_no, author, author_name, way, said_where, said_on, version, created_at)
  select id, institution_id, placement_id, sheet_id, part, party, part_hash, draft_no, author, author_name, way, said_where, said_on, version, created_at from agreement;
drop table agreement;
alter table agreement_on_paper rename to agreement;
create index agreement_by_placement on agreement (institution_id, placement_id, created_at);
-- The yes to being followed up and to the use of data: one row for each answer, none is altered; and the rhythm it leaves,
-- which all three know.
create table consent (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person')),
  writer text not null, writer_name text not null, author text not null, matter text not null check (matter in ('follow_up', 'purpose')), answer text not null check (answer in ('yes', 'no')),
  text_no bigint not null, rhythm text not null default '', way text not null check (way in ('screen', 'spoken', 'paper')), said_where text not null default '', said_on text,
  version bigint not null default 1, created_at bigint not null
);
create index consent_by_placement on consent (institution_id, placement_id, created_at);
create index consent_by_age on consent (institution_id, created_at);
create table rhythm (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person')), writer text not null,
  rhythm text not null check (rhythm in ('monthly', 'bimonthly', 'steps', 'asked', 'none')), version bigint not null default 1, created_at bigint not null
);
create index rhythm_by_placement on rhythm (institution_id, placement_id, created_at);
-- Who of the company may read which paper: the word of each side, none altered. A row of `named` stands while both say yes.
create table naming (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), paper text not null check (paper in ('booklet', 'goals', 'talks', 'reports')),
  holder_id text not null, side text not null check (side in ('company', 'person')), says text not null check (says in ('yes', 'no')), author text not null,
  version bigint not null default 1, created_at bigint not null
);
create index naming_by_placement on naming (institution_id, placement_id, created_at);
create index named_by_placement on named (institution_id, placement_id, created_at);
