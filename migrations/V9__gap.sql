-- Gaps that are expected: shared by all three, one side's own, and the desk's. Each has readers of its own, so each is a table.
create table gap (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), lies text not null check (lies in ('company', 'person', 'both')),
  words text not null, sign text not null default '', measure text not null default '', who text not null default '', due_on text,
  state text not null check (state in ('watching', 'arose', 'handled', 'not_arisen')), looked_on text not null, author text not null,
  side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null
);
create index gap_by_placement on gap (institution_id, placement_id, created_at);
create index gap_open on gap (institution_id, looked_on) where state in ('watching', 'arose');
create table gap_look (
  id text primary key, institution_id text not null, placement_id text not null, gap_id text not null references gap (id),
  state text not null check (state in ('watching', 'arose', 'handled', 'not_arisen')), words text not null default '', looked_on text not null, author text not null,
  side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null
);
create index gap_look_by_placement on gap_look (institution_id, placement_id, gap_id, created_at);
create table gap_own (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person')),
  body bytea not null, sign bytea, measure bytea, shared_as text not null default '', author text not null, version bigint not null default 1, created_at bigint not null
);
create index gap_own_by_placement on gap_own (institution_id, placement_id, created_at);
create table gap_desk (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), side text not null check (side in ('company', 'person', 'bank')),
  source text not null check (source in ('desk', 'talk', 'survey')), body bytea not null, sign bytea, measure bytea,
  state text not null check (state in ('watching', 'arose', 'handled', 'not_arisen')), shared_as text not null default '', author text not null, version bigint not null default 1, created_at bigint not null
);
create index gap_desk_by_placement on gap_desk (institution_id, placement_id, created_at);
-- Dialogues of the person with people of the company, and visits to a place of work: planned for all to see, told in parts.
create table dialogue (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), kind text not null check (kind in ('dialogue', 'visit')),
  on_day text not null, at text not null default '', place text not null default '', aim text not null default '', people text not null default '', others text not null default '',
  state text not null check (state in ('planned', 'held', 'cancelled')), author text not null, version bigint not null default 1, created_at bigint not null
);
create index dialogue_by_placement on dialogue (institution_id, placement_id, on_day);
create index dialogue_planned on dialogue (institution_id, on_day) where state = 'planned';
create table dialogue_guest (
  id text primary key, institution_id text not null, placement_id text not null, dialogue_id text not null references dialogue (id), holder_kind text not null check (holder_kind in ('contact', 'person')),
  holder_id text not null, version bigint not null default 1, created_at bigint not null, unique (dialogue_id, holder_id)
);
create index dialogue_guest_by_placement on dialogue_guest (institution_id, placement_id, dialogue_id);
create table dialogue_note (
  id text primary key, institution_id text not null, placement_id text not null, dialogue_id text not null references dialogue (id), kind text not null check (kind in ('said', 'needs')),
  body text not null, became text not null default '', author text not null, side text not null check (side in ('company', 'person', 'bank')), version bigint not null default 1, created_at bigint not null
);
create index dialogue_note_by_placement on dialogue_note (institution_id, placement_id, dialogue_id);
create table dialogue_word (
  id text primary key, institution_id text not null, placement_id text not null, dialogue_id text not null references dialogue (id), side text not null check (side in ('company', 'person', 'bank')),
  body bytea not null, became text not null default '', author text not null, version bigint not null default 1, created_at bigint not null
);
create index dialogue_word_by_placement on dialogue_word (institution_id, placement_id, dialogue_id);
-- The paired survey: one round for both sides, each answer sealed for the side it comes from.
create table survey_round (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), step text not null check (step in ('before', 'month1', 'month3', 'month6')),
  closes_on text not null, taken text not null default '', author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id, step)
);
create index survey_round_by_placement on survey_round (institution_id, placement_id, created_at);
create index survey_round_open on survey_round (institution_id, closes_on);
create table survey_answer (
  id text primary key, institution_id text not null, placement_id text not null, round_id text not null references survey_round (id), question bigint not null check (question between 1 and 10),
  side text not null check (side in ('company', 'person')), choice bytea not null, author text not null, version bigint not null default 1, created_at bigint not null, unique (round_id, question, author)
);
create index survey_answer_by_placement on survey_answer (institution_id, placement_id, round_id);
-- What each executive pictures of an expected change, for all to read, and what worries them, for the desk; and how it is today.
alter table expected_change add column baseline text not null default '';
create table change_picture (
  id text primary key, institution_id text not null, placement_id text not null, change_id text not null references expected_change (id), words text not null,
  side text not null check (side in ('company', 'person', 'bank')), author text not null, version bigint not null default 1, created_at bigint not null, unique (change_id, author)
);
create index change_picture_by_placement on change_picture (institution_id, placement_id, change_id);
create table change_worry (
  id text primary key, institution_id text not null, placement_id text not null, change_id text not null references expected_change (id),
  side text not null check (side in ('company', 'person', 'bank')), body bytea not null, author text not null, version bigint not null default 1, created_at bigint not null, unique (change_id, author)
);
create index change_worry_by_placement on change_worry (institution_id, placement_id, change_id);
