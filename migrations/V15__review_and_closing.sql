-- What came of the issue, what is proposed next, and how a placement ends.
create table indicator (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), kind text not null check (kind in ('indicator', 'effect')), name text not null, unit text not null default '',
  at_first text not null default '', hoped text not null default '', reached text not null default '', reached_on text, author text not null, version bigint not null default 1, created_at bigint not null
);
create index indicator_by_placement on indicator (institution_id, placement_id, created_at);
-- Figures the company entered or released; sealed for its side.
create table company_figures (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), period_on text not null, side text not null check (side = 'company'), body bytea not null,
  released_on text not null, way text not null check (way in ('screen', 'spoken', 'paper')), author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id, period_on)
);
create index company_figures_by_placement on company_figures (institution_id, placement_id, period_on);
create table issue_review (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), no bigint not null, state text not null check (state in ('open', 'shared')),
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id, no)
);
create index issue_review_by_placement on issue_review (institution_id, placement_id, no);
create table review_view (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), review_id text not null references issue_review (id), side text not null check (side in ('company', 'person', 'bank')),
  word bytea not null, evidence bytea not null, worth bytea, missing bytea, lend bigint not null default 0, quote bigint not null default 0, author text not null,
  version bigint not null default 1, created_at bigint not null, unique (review_id, author)
);
create index review_view_by_placement on review_view (institution_id, placement_id, review_id);
create table review_outcome (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), review_id text not null references issue_review (id), no bigint not null,
  word text not null check (word in ('solved', 'advanced', 'unchanged', 'redefined')), content text not null, remains text not null default '', author text not null, version bigint not null default 1, created_at bigint not null, unique (review_id)
);
create index review_outcome_by_placement on review_outcome (institution_id, placement_id, no);
create table next_proposal (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), kind text not null, issue text not null, offer text not null default '', worth text not null default '',
  chance text not null check (chance in ('unclear', 'possible', 'likely', 'agreed')), keeper text not null default '', next_on text, state text not null check (state in ('found', 'proposed', 'won', 'lost')),
  ended_on text, result text not null default '', income bigint, untied text not null default '', origin text not null check (origin in ('joint', 'company', 'review', 'report', 'bank', 'branch')), origin_on text,
  author text not null, version bigint not null default 1, created_at bigint not null
);
create index next_proposal_by_placement on next_proposal (institution_id, placement_id, created_at);
create index next_proposal_by_age on next_proposal (institution_id, created_at, id);
-- Which record a proposal grew out of: the desk's, never the branch's.
create table proposal_origin (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), proposal_id text not null references next_proposal (id), kind text not null check (kind in ('joint', 'company', 'review', 'report')),
  subject_id text not null, author text not null, version bigint not null default 1, created_at bigint not null, unique (proposal_id)
);
create index proposal_origin_by_placement on proposal_origin (institution_id, placement_id);
-- What was put before the company, word for word.
create table proposal_sheet (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), proposal_id text not null references next_proposal (id), kind text not null, issue text not null, offer text not null,
  author text not null, author_name text not null, version bigint not null default 1, created_at bigint not null
);
create index proposal_sheet_by_placement on proposal_sheet (institution_id, placement_id, created_at);
create table closing (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), closed_on text not null, author text not null,
  version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index closing_by_placement on closing (institution_id, placement_id);
create table separation (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), ended_on text not null, party text not null check (party in ('company', 'person', 'both', 'unknown')),
  cause text not null check (cause in ('own', 'company', 'term', 'agreed', 'unknown')), author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index separation_by_placement on separation (institution_id, placement_id);
create table separation_word (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person', 'bank')), body bytea not null, author text not null,
  version bigint not null default 1, created_at bigint not null
);
create index separation_word_by_placement on separation_word (institution_id, placement_id, created_at);
create table refund (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), joined_on text not null, ended_on text not null, fee bigint not null, months bigint not null, permille bigint not null,
  amount bigint not null, excluded bigint not null default 0, terms text not null, author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index refund_by_placement on refund (institution_id, placement_id);
-- From when on what is written is no longer the parties', and until when the person still comes in.
alter table placement add column left_at bigint;
alter table placement add column person_until bigint;
-- Rules that are not settled by law: how long the notice lets a person in after leaving, whether a dismissal by the company is refunded, which indices are shown.
alter table institution add column keep_months bigint not null default 12 check (keep_months between 1 and 60);
alter table institution add column refund_dismissal text not null default 'excluded' check (refund_dismissal in ('excluded', 'included'));
alter table institution add column indices text not null default 'six' check (indices in ('four', 'six'));
