-- Signals (気になる兆し) and good signs: what rules found in a case, the thresholds of an institution, and how far the sealed
-- answers of a case were looked at. One signal for each rule and subject, ever.
create table signal (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), rule text not null, subject text not null,
  side text not null check (side in ('company', 'person', 'bank')), evidence bytea, sources text not null default '',
  state text not null check (state in ('open', 'done', 'aside', 'over')), reason bytea, verdict text not null default '' check (verdict in ('', 'right', 'wrong', 'unknown')),
  settled_on text, author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id, rule, subject)
);
create index signal_by_placement on signal (institution_id, placement_id, state);
create table signal_setting (
  id text primary key, institution_id text not null references institution (id), edition bigint not null, content text not null, author text not null,
  version bigint not null default 1, created_at bigint not null, unique (institution_id, edition)
);
create table signal_look (
  id text primary key, institution_id text not null, placement_id text not null references placement (id), looked_on text not null, stamp bigint not null,
  author text not null, version bigint not null default 1, created_at bigint not null, unique (placement_id)
);
create index signal_look_by_placement on signal_look (institution_id, placement_id);
