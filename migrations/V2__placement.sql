-- One placement, its company, its person, and who belongs to it.
create table company (
  id text primary key, institution_id text not null references institution (id), number text unique, name text not null, name_key text not null,
  address text not null default '', address_key text not null default '', industry text not null default '', phone text not null default '', postal text not null default '',
  employees bigint, closing_month bigint check (closing_month between 1 and 12), mail_domain text not null default '',
  branch_id text not null default '', version bigint not null default 1, created_at bigint not null
);
create index company_by_name on company (institution_id, name_key);
create table contact (
  id text primary key, institution_id text not null references institution (id), company_id text not null references company (id),
  part text not null check (part in ('owner', 'host', 'contact')), name text not null, post text not null default '',
  state text not null check (state in ('listed', 'invited', 'active', 'suspended')), version bigint not null default 1, created_at bigint not null
);
create index contact_by_company on contact (institution_id, company_id, created_at);
create table person (
  id text primary key, institution_id text not null references institution (id), name text not null, kana text not null default '', identity_key text not null default '',
  state text not null check (state in ('listed', 'invited', 'active', 'suspended')), version bigint not null default 1, created_at bigint not null
);
create index person_by_identity on person (institution_id, identity_key);
create table person_private (
  id text primary key, institution_id text not null references institution (id), person_id text not null references person (id),
  birth bytea, address bytea, pay bytea, version bigint not null default 1, created_at bigint not null, unique (person_id)
);
create index person_private_by_person on person_private (institution_id, person_id);
create table address (
  id text primary key, institution_id text not null, holder_kind text not null check (holder_kind in ('contact', 'person')), holder_id text not null, company_id text not null default '',
  mail text not null, mail_key text not null, kind text not null check (kind in ('own', 'shared', 'none')), version bigint not null default 1, created_at bigint not null,
  unique (institution_id, holder_id, mail_key)
);
create index address_by_mail on address (mail_key);
create table placement (
  id text primary key, institution_id text not null references institution (id), company_id text not null references company (id), person_id text not null references person (id),
  branch_id text not null default '', case_no text, post text not null, contract text not null check (contract in ('open_ended', 'fixed_term', 'director', 'contractor', 'side_job', 'unknown')),
  sides text not null check (sides in ('two', 'one')), state text not null check (state in ('preparing', 'agreeing', 'joined', 'closed', 'left')),
  offer_on text, join_on text, ended_on text, imported bigint not null default 0, identity_key text not null,
  owner_signs text not null default '', person_signs bigint not null default 1, consultant_name text not null default '', deputy_name text not null default '',
  version bigint not null default 1, created_at bigint not null, unique (institution_id, case_no), unique (institution_id, identity_key)
);
create index placement_by_company on placement (institution_id, company_id);
create index placement_by_person on placement (institution_id, person_id);
create index placement_by_branch on placement (institution_id, branch_id, created_at, id);
create index placement_by_age on placement (institution_id, created_at, id);
create table member (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), holder_kind text not null check (holder_kind in ('staff', 'contact', 'person')),
  holder_id text not null, seat text not null check (seat in ('consultant', 'owner', 'host', 'contact', 'person')), deputy bigint not null default 0,
  state text not null check (state in ('listed', 'invited', 'active', 'suspended', 'ended')), invited_at bigint, version bigint not null default 1, created_at bigint not null,
  unique (placement_id, holder_id)
);
create index member_by_holder on member (institution_id, holder_id, state, placement_id);
create index member_by_placement on member (institution_id, placement_id);
create table named (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), paper text not null, holder_id text not null,
  version bigint not null default 1, created_at bigint not null, unique (placement_id, paper, holder_id)
);
create table fee (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), rate_permille bigint, amount bigint, refund text not null default '',
  version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index fee_by_placement on fee (institution_id, placement_id);
create table issue (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), edition bigint not null, sentence text not null,
  view text not null default '', set_on text not null, author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id, edition)
);
create index issue_by_placement on issue (institution_id, placement_id, edition);
create table desk_note (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), author text not null, kind text not null, body bytea not null,
  version bigint not null default 1, created_at bigint not null
);
create index desk_note_by_placement on desk_note (institution_id, placement_id, created_at);
create table import_batch (
  id text primary key, institution_id text not null, author text not null, name text not null, digest text not null, file bytea not null, mends bytea,
  state text not null check (state in ('open', 'done', 'dropped')), version bigint not null default 1, created_at bigint not null
);
create index import_batch_by_author on import_batch (institution_id, author, created_at);
