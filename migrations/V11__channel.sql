-- The private channels: threads with their readers, what is passed on and with whose yes, and the code asked for each time.
create table thread (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person')), writer text not null,
  line text not null check (line in ('desk', 'second')), trial bigint not null default 0, matter bytea, wish text not null check (wish in ('listen', 'gist', 'as_is', 'three')),
  state text not null check (state in ('open', 'answered')), due_on text not null, moved_at bigint not null, version bigint not null default 1, created_at bigint not null
);
create index thread_by_placement on thread (institution_id, placement_id, created_at);
create index thread_by_writer on thread (institution_id, writer, created_at);
create table thread_reader (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), writer text not null, reader_id text not null,
  line text not null check (line in ('desk', 'second')), version bigint not null default 1, created_at bigint not null, unique (thread_id, reader_id)
);
create index thread_reader_by_placement on thread_reader (institution_id, placement_id);
create index thread_reader_by_reader on thread_reader (institution_id, reader_id, thread_id);
create table message (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), writer text not null, side text not null check (side in ('company', 'person')),
  voice text not null check (voice in ('writer', 'desk')), author text not null, body bytea not null, version bigint not null default 1, created_at bigint not null
);
create index message_by_placement on message (institution_id, placement_id, thread_id, created_at);
create table attachment (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), message_id text not null references message (id), writer text not null,
  side text not null check (side in ('company', 'person')), author text not null, kind text not null, size bigint not null, name bytea not null, file bytea not null, version bigint not null default 1, created_at bigint not null
);
create index attachment_by_placement on attachment (institution_id, placement_id, thread_id, created_at);
create table thread_note (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), author text not null, body bytea not null, version bigint not null default 1, created_at bigint not null
);
create index thread_note_by_placement on thread_note (institution_id, placement_id, thread_id, created_at);
create table relay (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), writer text not null, side text not null check (side in ('company', 'person')),
  kind text not null check (kind in ('words', 'meeting')), receiver_kind text not null check (receiver_kind in ('contact', 'person')), receiver_id text not null, meet_on text, meet_at text not null default '', words bytea not null, hash text not null, until_on text not null,
  state text not null check (state in ('draft', 'offered', 'agreed', 'refused', 'withdrawn', 'sent')), answered_at bigint, sent_at bigint, passed text not null default '', result bytea, author text not null, version bigint not null default 1, created_at bigint not null
);
create index relay_by_placement on relay (institution_id, placement_id, thread_id, created_at);
create index relay_by_writer on relay (institution_id, writer, created_at);
-- What a receiver holds. The thread it grew from stands here for the desk's readers alone and is no column of the record.
create table relay_received (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), receiver text not null, side text not null check (side in ('company', 'person')),
  kind text not null check (kind in ('words', 'meeting')), meet_on text, meet_at text not null default '', words bytea not null, result bytea, author text not null, version bigint not null default 1, created_at bigint not null
);
create index relay_received_by_placement on relay_received (institution_id, placement_id, created_at);
create index relay_received_by_receiver on relay_received (institution_id, receiver, created_at);
create table without_consent (
  id text primary key, institution_id text not null, placement_id text not null, thread_id text not null references thread (id), writer text not null, side text not null check (side in ('company', 'person')), ground text not null check (ground in ('danger', 'law')), to_whom bytea not null, words bytea not null,
  why bytea not null, barred bigint not null default 0, state text not null check (state in ('asked', 'approved', 'declined')), author text not null, decided_by text not null default '', version bigint not null default 1, created_at bigint not null
);
create index without_consent_by_placement on without_consent (institution_id, placement_id, created_at);
create table proof_code (
  id text primary key, institution_id text not null, session_id text not null, holder_id text not null, code_hash text not null, until_at bigint not null, tries bigint not null default 0, used_at bigint, created_at bigint not null
);
create index proof_code_by_session on proof_code (institution_id, session_id, created_at);
create index proof_code_by_end on proof_code (until_at);
alter table session add column proved_at bigint;
