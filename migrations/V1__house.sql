-- The house: institutions, their staff, and the mechanisms every deed passes through.
create table institution (
  id text primary key, code text not null unique, kind text not null check (kind in ('bank', 'shinkin', 'shinkumi')),
  name text not null, phone text not null default '', hours text not null default '', second_look text not null default 'off' check (second_look in ('off', 'first', 'all')),
  version bigint not null default 1, created_at bigint not null
);
create table branch (
  id text primary key, institution_id text not null references institution (id), code text not null, name text not null,
  version bigint not null default 1, created_at bigint not null, unique (institution_id, code)
);
create table staff (
  id text primary key, institution_id text not null references institution (id), name text not null, mail text, mail_key text unique, phone text not null default '',
  state text not null check (state in ('listed', 'active', 'disabled')), password_hash text, password_at bigint,
  version bigint not null default 1, created_at bigint not null
);
create index staff_by_institution on staff (institution_id, name);
create table staff_seat (
  id text primary key, institution_id text not null references institution (id), staff_id text not null references staff (id),
  seat text not null check (seat in ('consultant', 'branch', 'manager', 'officer', 'compliance', 'admin')), branch_id text not null default '',
  version bigint not null default 1, created_at bigint not null, unique (staff_id, seat, branch_id)
);
create index staff_seat_by_institution on staff_seat (institution_id, staff_id);

create table counter (institution_id text not null, name text not null, value bigint not null, primary key (institution_id, name));
create table audit (
  institution_id text not null, seq bigint not null, at bigint not null, actor text not null, seat text not null, act text not null,
  placement_id text, subject_id text, detail text not null default '', seal bytea, primary key (institution_id, seq)
);
create index audit_by_placement on audit (institution_id, placement_id, seq);
create index audit_unsealed on audit (institution_id, seq) where seal is null;
create index audit_by_subject on audit (institution_id, subject_id, act, seq);
create table deed (institution_id text not null, key text not null, at bigint not null, back text not null, primary key (institution_id, key));
create index deed_by_age on deed (at);
create table outbox (
  id text primary key, institution_id text not null, placement_id text, mail text not null, to_kind text not null check (to_kind in ('staff', 'contact', 'person')), to_id text not null,
  subject_id text not null default '', state text not null check (state in ('waiting', 'sent', 'dropped', 'given_up', 'cancelled')), attempts bigint not null default 0,
  due_at bigint not null, lease text not null default '', lease_until bigint not null default 0, fence bigint not null default 0,
  sent_at bigint, reason text not null default '', version bigint not null default 1, created_at bigint not null
);
create index outbox_due on outbox (due_at, id) where state = 'waiting';
create index outbox_by_placement on outbox (institution_id, placement_id, created_at);
create table session (
  id text primary key, institution_id text not null, holder_kind text not null check (holder_kind in ('staff', 'contact', 'person')), holder_id text not null,
  seat_id text not null default '', via text not null, created_at bigint not null, seen_at bigint not null, authed_at bigint not null,
  idle bigint not null, until_at bigint not null, device text not null default '', ended_at bigint
);
create index session_by_holder on session (institution_id, holder_id, created_at);
create index session_by_end on session (until_at);
create table link (
  id text primary key, institution_id text not null, purpose text not null check (purpose in ('sign_in', 'card')),
  holder_kind text not null check (holder_kind in ('contact', 'person')), holder_id text not null, address_id text not null default '',
  code_hash text not null, code_until bigint not null, tries bigint not null default 0, until_at bigint not null, used_at bigint, ended_at bigint, created_at bigint not null
);
create index link_by_holder on link (institution_id, holder_id, created_at);
create index link_by_end on link (until_at);
create table parked (
  id text primary key, institution_id text not null, path text not null, body bytea not null, until_at bigint not null, created_at bigint not null
);
create index parked_by_end on parked (until_at);
create table bucket (key text primary key, level bigint not null, at bigint not null);
create index bucket_by_age on bucket (at);
create table data_key (
  id text primary key, institution_id text not null, realm text not null, side text not null, wrapped bytea not null, created_at bigint not null, unique (institution_id, realm, side)
);
create table demo_mail (
  id text primary key, institution_id text not null, to_kind text not null, to_id text not null, address text not null, subject text not null, body text not null, at bigint not null
);
create index demo_mail_by_time on demo_mail (institution_id, at);
