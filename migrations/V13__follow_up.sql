-- The follow-up plan after joining: its template, a case's plan with a leave, talks counted from the first day, times to
-- choose from, and the support that was given.
create table follow_template (
  id text primary key, institution_id text not null references institution (id), edition bigint not null, content text not null, author text not null,
  version bigint not null default 1, created_at bigint not null, unique (institution_id, edition)
);
create table follow_plan (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), edition bigint not null, leave_from text,
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index follow_plan_by_placement on follow_plan (institution_id, placement_id);
-- A talk of the plan has a key, and counts from the first day; one without a day says what it waits for.
alter table check_in add column plan_key text;
alter table check_in add column months bigint not null default 0;
alter table check_in add column days bigint not null default 0;
alter table check_in add column minutes bigint not null default 0;
alter table check_in add column moved bigint not null default 0;
alter table check_in add column waits text not null default '' check (waits in ('', 'leave', 'past', 'pace', 'ended'));
-- What was heard in the talk of the reception in the company: nothing, as it is, or to be changed.
alter table check_in add column reception text not null default '' check (reception in ('', 'same', 'change'));
create unique index check_in_of_plan on check_in (placement_id, plan_key) where plan_key is not null;
create table slot_offer (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), check_in_id text not null references check_in (id),
  side text not null check (side in ('company', 'person', 'joint')), slots text not null, fits text not null, until_on text not null, talk_version bigint not null,
  state text not null check (state in ('open', 'fixed', 'unmet', 'withdrawn')), answered text not null default '', author text not null,
  version bigint not null default 1, created_at bigint not null
);
create index slot_offer_by_placement on slot_offer (institution_id, placement_id, created_at);
create index slot_offer_waiting on slot_offer (institution_id, until_on) where state in ('open', 'unmet');
create unique index slot_offer_open on slot_offer (check_in_id) where state = 'open';
create table support (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), care text not null, giver text not null check (giver in ('company', 'bank')),
  who text not null default '', body text not null, given_on text not null, author text not null, version bigint not null default 1, created_at bigint not null
);
create index support_by_placement on support (institution_id, placement_id, given_on);
