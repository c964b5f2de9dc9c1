-- The goal sheet: parts, proposals, agreements by part and version.
create table goal_sheet (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), mission text not null default '', from_on text, until_on text,
  state text not null check (state in ('draft', 'confirming', 'agreed', 'changing')), edition bigint not null default 0,
  draft_no bigint not null default 1, asked_no bigint not null default 0, asked_at bigint, version bigint not null default 1, created_at bigint not null,
  unique (placement_id)
);
create index goal_sheet_by_placement on goal_sheet (institution_id, placement_id);
create table goal (
  id text primary key, institution_id text not null, placement_id text not null, sheet_id text not null references goal_sheet (id), no bigint not null, sentence text not null,
  criterion text not null default '', due_on text, month1 text not null default '', month3 text not null default '', month6 text not null default '', supporter text not null default '',
  state text not null check (state in ('standing', 'dropped')), dropped_in bigint not null default 0, version bigint not null default 1, created_at bigint not null
);
create index goal_by_placement on goal (institution_id, placement_id, no);
create table goal_proposal (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), goal_id text not null default '',
  side text not null check (side in ('company', 'person', 'bank')), author text not null, body bytea not null, words bytea,
  state text not null check (state in ('open', 'merged', 'answered')),
  answer bytea, answered_at bigint, version bigint not null default 1, created_at bigint not null
);
create index goal_proposal_by_placement on goal_proposal (institution_id, placement_id, created_at);
create table agreement (
  id text primary key, institution_id text not null, placement_id text not null, sheet_id text not null references goal_sheet (id), part text not null, party text not null check (party in ('company', 'person', 'bank')),
  part_hash text not null, draft_no bigint not null, author text not null, author_name text not null, way text not null check (way in ('screen', 'spoken')), said_where text not null default '', said_on text,
  version bigint not null default 1, created_at bigint not null, unique (sheet_id, part, party, draft_no)
);
create index agreement_by_placement on agreement (institution_id, placement_id, created_at);
create table sheet_version (
  id text primary key, institution_id text not null, placement_id text not null, sheet_id text not null references goal_sheet (id), edition bigint not null, hash text not null, content text not null,
  version bigint not null default 1, created_at bigint not null, unique (sheet_id, edition)
);
create index sheet_version_by_placement on sheet_version (institution_id, placement_id, edition);
