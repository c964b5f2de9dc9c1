-- Data keys in generations: which one seals now, and by which key-encryption key each is wrapped. Texts of a thread get a
-- realm of their own, so that one thread can be made unreadable; keys that were destroyed are remembered by their number.
create table data_key_in_generations (
  id text primary key, institution_id text not null, realm text not null, side text not null, state text not null default 'current' check (state in ('current', 'old')),
  kek text not null default '', wrapped bytea not null, created_at bigint not null
);
insert into data_key_in_generations (id, institution_id, realm, side, wrapped, created_at) select id, institution_id, realm, side, wrapped, created_at from data_key;
drop table data_key;
alter table data_key_in_generations rename to data_key;
create unique index data_key_current on data_key (institution_id, realm, side) where state = 'current';
create index data_key_by_realm on data_key (institution_id, realm, created_at);
create table destroyed_key (id text primary key, institution_id text not null, realm text not null, destroyed_at bigint not null);
create index destroyed_key_by_realm on destroyed_key (institution_id, realm);
alter table thread add column erased_at bigint;
-- In which session a command was given, so that what a stolen session touched can be listed.
alter table audit add column session text not null default '';
-- What one party may see of the channels of a case is found without passing over what others wrote: else the time a page takes
-- would tell that they did.
create index thread_own on thread (institution_id, placement_id, writer, created_at);
drop index thread_reader_by_placement;
create index thread_reader_by_thread on thread_reader (institution_id, placement_id, thread_id, created_at);
create index relay_own on relay (institution_id, placement_id, writer, created_at);
create index relay_received_own on relay_received (institution_id, placement_id, receiver, created_at);
