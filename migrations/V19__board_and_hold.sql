-- What was seen with what shows it: an event, a number, a document; and whether it is a good or a worrying change. Sealed like the note.
alter table observation add column proof bytea;
alter table observation add column marks bytea;
-- What an indicator was measured at, day by day; the company enters it with its consent, or the desk writes it down.
create table indicator_reading (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), indicator_id text not null references indicator (id), measured_on text not null, value text not null,
  way text not null check (way in ('screen', 'desk')), author text not null, version bigint not null default 1, created_at bigint not null
);
create index indicator_reading_by_placement on indicator_reading (institution_id, placement_id, created_at);
-- A report that is to be shared waits ten minutes, in which it can be taken back.
alter table report add column hold text not null default '' check (hold in ('', 'held', 'stopped'));
alter table report add column held_until bigint;
alter table report add column held_hash text not null default '';
alter table report add column held_by text not null default '';
create index report_held on report (institution_id, hold, held_until);
-- That the bank met people of the company, by level and topic; no word of what was said.
create table touch (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), met_on text not null, level text not null check (level in ('owner', 'executive', 'site', 'staff')),
  way text not null check (way in ('visit', 'call', 'online', 'bank')), heads bigint not null check (heads between 1 and 99), topics text not null default '', dropped bigint not null default 0, author text not null,
  version bigint not null default 1, created_at bigint not null
);
create index touch_by_placement on touch (institution_id, placement_id, met_on);
-- What the desk tells one side alone: in the making the desk's, received its receiver's. Sealed for the side it goes to.
create table letter (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person')), holder_kind text not null, receiver_id text not null, body bytea not null,
  hold text not null default '' check (hold in ('', 'held', 'sent')), held_until bigint, held_by text not null default '', author text not null, version bigint not null default 1, created_at bigint not null
);
create index letter_by_placement on letter (institution_id, placement_id, created_at);
create index letter_held on letter (institution_id, hold, held_until);
create table letter_received (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), letter_id text not null references letter (id), receiver text not null, side text not null check (side in ('company', 'person')),
  body bytea not null, author_name text not null, read_on text, author text not null, version bigint not null default 1, created_at bigint not null, unique (letter_id)
);
create index letter_received_by_placement on letter_received (institution_id, placement_id, created_at);
-- How the institution words what a report is drafted with; each saving is an edition.
create table report_wording (
  id text primary key, institution_id text not null, edition bigint not null, content text not null, author text not null, version bigint not null default 1, created_at bigint not null, unique (institution_id, edition)
);
