-- What a member of staff has typed into a long form and not saved yet: one for each writer and form, sealed by side.
create table unsaved (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), form text not null, kept_at bigint not null,
  bank bytea not null, company bytea, person bytea, author text not null, version bigint not null default 1, created_at bigint not null, unique (author, placement_id, form)
);
create index unsaved_by_placement on unsaved (institution_id, placement_id, author);
-- Which management issue a goal serves: the edition of its wording when it was tied.
alter table goal add column issue_no bigint;
-- The person's own words on who looks after what, for all three to read.
create table reception_voice (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), content text not null,
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index reception_voice_by_placement on reception_voice (institution_id, placement_id);
-- What someone on the map of people is in the company, and the item of the preparation that a talk with them became.
alter table mapped_person add column role text not null default '' check (role in ('', 'executive', 'site', 'staff'));
alter table mapped_person add column item_id text not null default '';
-- Whether a contact was asked for something this week.
create index outbox_by_receiver on outbox (institution_id, to_id, created_at);
