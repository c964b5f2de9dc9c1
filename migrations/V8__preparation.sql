-- Business days of the institution's own, the preparation of a joining, who looks after what, and the map of people.
create table house_day (
  id text primary key, institution_id text not null references institution (id), day text not null, kind text not null check (kind in ('closed', 'open')),
  note text not null default '', version bigint not null default 1, created_at bigint not null, unique (institution_id, day)
);
create table prep_template (
  id text primary key, institution_id text not null references institution (id), edition bigint not null, content text not null, author text not null,
  version bigint not null default 1, created_at bigint not null, unique (institution_id, edition)
);
create table preparation (
  id text primary key, institution_id text not null, placement_id text not null references placement (id),
  decided text not null check (decided in ('unknown', 'alone', 'executives', 'family')), knows text not null default '', edition bigint not null,
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index preparation_by_placement on preparation (institution_id, placement_id);
create table plan_item (
  id text primary key, institution_id text not null, placement_id text not null references placement (id),
  kind text not null check (kind in ('company', 'site', 'visit', 'person', 'action', 'promise')), no bigint not null,
  side text not null check (side in ('company', 'person', 'bank', 'joint')), body text not null, who text not null default '', writer text not null default '',
  needed text not null default 'no' check (needed in ('no', 'yes', 'sole')), from_join bigint, due_on text,
  state text not null default 'open' check (state in ('open', 'doing', 'done', 'dropped')), outcome text not null default '', outcome_by text not null default '', done_on text,
  author text not null, version bigint not null default 1, created_at bigint not null
);
create index plan_item_by_placement on plan_item (institution_id, placement_id, kind, no);
create table reception (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), rhythm text not null default '', content text not null,
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index reception_by_placement on reception (institution_id, placement_id);
create table mapped_person (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), name bytea not null, hopes bytea, worries bytea,
  knows text not null check (knows in ('yes', 'no')), met text not null check (met in ('yes', 'no')),
  author text not null, version bigint not null default 1, created_at bigint not null
);
create index mapped_person_by_placement on mapped_person (institution_id, placement_id, created_at);
