-- The paired survey at its four steps, who is asked in each, the month's short question, and the institution's own wording.
-- A round has a day until which it is asked for (due_on) and a later one after which no answer is taken (closes_on).
alter table survey_round add column due_on text not null default '';
alter table survey_round add column edition bigint not null default 0;
update survey_round set due_on = closes_on;
create table survey_asked (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), round_id text references survey_round (id),
  step text not null check (step in ('before', 'month1', 'month3', 'month6', 'pulse')), nth bigint not null default 0, edition bigint not null default 0,
  due_on text not null, closes_on text not null, side text not null check (side in ('company', 'person')), seat text not null,
  writer_kind text not null check (writer_kind in ('contact', 'person')), writer text not null, reminded bigint not null default 0, done_on text,
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id, step, nth, writer)
);
create index survey_asked_by_placement on survey_asked (institution_id, placement_id, created_at);
create index survey_asked_by_round on survey_asked (round_id, writer);
create index survey_asked_open on survey_asked (institution_id, closes_on);
create index survey_asked_by_writer on survey_asked (institution_id, writer);
-- Who was asked before there was a row for each: owners and person, under the id of their membership.
insert into survey_asked (id, institution_id, placement_id, round_id, step, due_on, closes_on, side, seat, writer_kind, writer, reminded, author, created_at)
  select m.id, r.institution_id, r.placement_id, r.id, r.step, r.closes_on, r.closes_on, case when m.holder_kind = 'person' then 'person' else 'company' end,
    m.seat, m.holder_kind, m.holder_id, 3, r.author, r.created_at
  from survey_round r join member m on m.placement_id = r.placement_id
  where m.seat in ('owner', 'person') and m.holder_kind in ('contact', 'person') and m.state in ('invited', 'active');
-- An answer belongs to one who was asked; the desk may take it down, and words may be answers too.
alter table survey_answer rename to survey_answer_before;
create table survey_answer (
  id text primary key, institution_id text not null, placement_id text not null, asked_id text not null references survey_asked (id), round_id text,
  question bigint not null check (question between 1 and 13), side text not null check (side in ('company', 'person')), choice bytea not null,
  way text not null default 'own' check (way in ('own', 'spoken')), writer text not null, author text not null, version bigint not null default 1,
  created_at bigint not null, unique (asked_id, question)
);
insert into survey_answer (id, institution_id, placement_id, asked_id, round_id, question, side, choice, writer, author, version, created_at)
  select a.id, a.institution_id, a.placement_id, k.id, a.round_id, a.question, a.side, a.choice, a.author, a.author, a.version, a.created_at
  from survey_answer_before a join survey_asked k on k.round_id = a.round_id and k.writer = a.author;
drop table survey_answer_before;
create index survey_answer_by_placement on survey_answer (institution_id, placement_id, asked_id);
update survey_asked set done_on = closes_on where step = 'before' and 4 <= (select count(*) from survey_answer a where a.asked_id = survey_asked.id);
-- The way from a mail to the questions one is asked: of its secret only the hash. It only adds.
create table survey_link (
  id text primary key, institution_id text not null, holder_kind text not null check (holder_kind in ('contact', 'person')), holder_id text not null,
  asked_id text not null, until_at bigint not null, ended_at bigint, created_at bigint not null
);
create index survey_link_by_end on survey_link (until_at);
create table survey_wording (
  id text primary key, institution_id text not null, edition bigint not null, content text not null, author text not null, version bigint not null default 1,
  created_at bigint not null, unique (institution_id, edition)
);
