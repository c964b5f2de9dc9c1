//! The SQL of the signals, and what a rule looks at, put together from the slices.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{Audit, Placement, Signal, SignalLook, SignalSetting};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{
    self, Answers, Contact, Evidence, Found, How, Judged, LetPass, Plain, Point, Promise, Pulse, Rule, Thresholds, Turn, Verdict,
};
use crate::consent::Pace;
use crate::placement;
use crate::preparation::rules::{Doer, Kind, State};
use crate::{check_in, consent, followup, goal_sheet, preparation, survey};

base::row! {
    struct SettingRow { edition: i64, content: String }
    struct Running { id: String }
    struct TurnRow { at: Instant }
    struct Sealed { id: String, side: String, evidence: Option<Vec<u8>>, reason: Option<Vec<u8>> }
    /// A signal, without what is sealed.
    pub(super) struct Row {
        pub(super) id: String,
        pub(super) version: i64,
        pub(super) case: String,
        rule: String,
        pub(super) subject: String,
        side: String,
        pub(super) sources: String,
        pub(super) state: String,
        verdict: String,
        pub(super) settled_on: Option<Day>,
        pub(super) created_at: Instant,
    }
    /// That there is a signal.
    pub(super) struct Trace { pub(super) state: String, pub(super) created_at: Instant }
    /// How far the answers of a case were looked at.
    pub(super) struct Looked { id: String, version: i64, pub(super) on: Day, pub(super) stamp: i64 }
    struct Count { rule: String, verdict: String, n: i64 }
}

impl Row {
    /// The rule; none for one that the product no longer knows.
    pub(super) fn rule(&self) -> Option<Rule> {
        Rule::parse(&self.rule)
    }
    /// Whose matter it is; none where it is no side's alone.
    pub(super) fn party(&self) -> Option<Side> {
        Side::parse(&self.side).filter(|side| *side != Side::Bank)
    }
    /// Whether it waits for the desk.
    pub(super) fn is_open(&self) -> bool {
        self.state == "open"
    }
    /// What the desk said of it.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        Verdict::parse(&self.verdict)
    }
}

fn broken(error: &serde_json::Error) -> StoreError {
    StoreError::Broken(base::store::Cause(error.to_string()))
}

/// The thresholds that hold, and their edition; 0 is what comes with the product.
pub(super) fn thresholds(tx: &Read<'_>) -> Result<(i64, Thresholds), StoreError> {
    let row: Option<SettingRow> = tx.maybe(
        &tx.reach::<SignalSetting, deed::View>()?,
        sql!(SignalSetting => "select edition, content from signal_settings order by edition desc limit 1"),
        vec![],
    )?;
    let Some(row) = row else { return Ok((0, Thresholds::default())) };
    Ok((row.edition, serde_json::from_str(&row.content).map_err(|error| broken(&error))?))
}

/// Keeps the next edition of the thresholds, if `seen` is the one that stands; gives its number and id.
pub(super) fn keep_thresholds(tx: &Write<'_>, seen: i64, set: &Thresholds) -> Result<(i64, String), StoreError> {
    if thresholds(tx)?.0 != seen {
        return Err(StoreError::Stale);
    }
    let content = serde_json::to_string(set).map_err(|error| broken(&error))?;
    let (id, pass) = (tx.id(), tx.desk()?.pass::<SignalSetting, deed::Change>()?);
    tx.insert(&pass, &id, Set::new().with("edition", seen + 1).with("content", content))?;
    Ok((seen + 1, id))
}

/// Cases in which somebody works, as far as this consultant reaches.
pub(super) fn running(tx: &Read<'_>) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Running> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id from placements where state = 'joined' and join_on is not null order by id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Whether this side is followed up at all, and whether the desk gets in touch by itself.
fn pace(tx: &Read<'_>, entry: &Entry, side: Side) -> Result<(bool, bool), StoreError> {
    let pace = consent::pace_of(tx, entry, side)?;
    Ok((pace != Some(Pace::None), !matches!(pace, Some(Pace::None | Pace::Asked))))
}

/// Days on which the role changed: the post of the case, and the mission of the agreed sheet.
fn turns(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Turn>, StoreError> {
    let posts: Vec<TurnRow> = tx.rows(
        &entry.pass::<Audit, deed::View>()?,
        sql!(Audit => "select at from audits where act = 'placement.changed' and detail = 'post' order by seq"),
        vec![],
    )?;
    let mut turns: Vec<Turn> = posts.into_iter().map(|row| Turn { on: row.at.day(), post: true }).collect();
    let missions = goal_sheet::missions(tx, entry)?;
    let changed = missions.windows(2).filter_map(|pair| match pair {
        [(_, before), (on, now)] if before != now => Some(Turn { on: *on, post: false }),
        _ => None,
    });
    turns.extend(changed);
    Ok(turns)
}

/// What the case shows without opening an answer; none once it has ended.
///
/// # Errors
/// `NotFound` for anyone but the desk.
pub(super) fn plain(tx: &Read<'_>, entry: &Entry) -> Result<Option<Plain>, StoreError> {
    entry.pass::<Signal, deed::Change>()?;
    let facts = placement::facts(tx, entry)?;
    let Some(join) = facts.join_on.filter(|_| facts.state == "joined") else { return Ok(None) };
    let watch = followup::watch(tx, entry)?;
    let (company, person) = (pace(tx, entry, Side::Company)?, pace(tx, entry, Side::Person)?);
    let two_sided = facts.sides != "one";
    let promises = preparation::items(tx, entry)?
        .into_iter()
        .filter(|item| item.kind == Kind::Promise && item.doer == Doer::One(Side::Company) && item.state != State::Dropped)
        .map(|item| Promise { id: item.id, due: item.due_on, kept: item.done_on.filter(|_| !item.state.is_open()) })
        .collect();
    let goals = goal_sheet::numbers(tx, entry)?;
    let followed = |side: Side| match side {
        Side::Company => company.0,
        Side::Person => person.0,
        Side::Bank => true,
    };
    let judged = check_in::judged(tx, entry)?
        .into_iter()
        .filter(|one| followed(one.side))
        .filter_map(|one| {
            let no = goals.iter().find(|(id, _)| *id == one.goal)?.1;
            let month = u32::try_from(one.month).ok()?;
            Some(Judged { goal: one.goal, no, month, side: one.side, word: one.word, on: one.on })
        })
        .collect();
    let passed = survey::unanswered(tx, entry)?
        .into_iter()
        .map(|one| LetPass { side: one.side, first: one.first, times: one.times, last: one.closes_on })
        .collect();
    Ok(Some(Plain {
        today: tx.now().day(),
        join,
        since: join.max(facts.created_at.day()),
        on_leave: watch.on_leave,
        company: Contact { wanted: company.1, last: watch.last_contact.0, skipped: watch.skipped_in_a_row.0 },
        person: two_sided.then_some(Contact { wanted: person.1, last: watch.last_contact.1, skipped: watch.skipped_in_a_row.1 }),
        promises,
        judged,
        passed,
        turns: turns(tx, entry)?,
    }))
}

/// What is in the sealed answers of a case; the answers of a side that ended the follow-up are left out. The transaction ends
/// in an event.
pub(super) fn answers(tx: &Write<'_>, entry: &Entry) -> Result<Answers, StoreError> {
    let (company, person) = (pace(tx, entry, Side::Company)?.0, pace(tx, entry, Side::Person)?.0);
    let mut all = Answers::default();
    if person {
        let pulses = survey::pulse_series(tx, entry)?;
        all.pulses = pulses.into_iter().map(|pulse| Pulse { asked: pulse.asked, value: pulse.value }).collect();
    }
    if let Some(gaps) = if company && person { survey::gaps(tx, entry)? } else { None } {
        let point = |gap: survey::Gap| Point { care: gap.care.code().to_owned(), now: gap.now, moved: gap.moved };
        all.points = gaps.points.into_iter().map(point).collect();
        (all.round, all.askeds) = (gaps.round, gaps.askeds);
    }
    Ok(all)
}

/// How far the answers of a case were looked at; none before the first look.
pub(super) fn looked(tx: &Read<'_>, entry: &Entry) -> Result<Option<Looked>, StoreError> {
    tx.maybe(&entry.pass::<SignalLook, deed::View>()?, sql!(SignalLook => "select id, version, looked_on, stamp from signal_looks"), vec![])
}

/// Remembers how far the answers were looked at.
///
/// # Errors
/// `Stale` or `Duplicate` when another looked at this moment.
pub(super) fn keep_look(tx: &Write<'_>, entry: &Entry, before: Option<&Looked>, stamp: i64) -> Result<(), StoreError> {
    let pass = entry.pass::<SignalLook, deed::Change>()?;
    let set = Set::new().with("looked_on", tx.now().day()).with("stamp", stamp);
    match before {
        Some(row) => tx.update(&pass, &row.id, row.version, set),
        None => tx.insert(&pass, &tx.id(), set),
    }
}

/// The signals of a case, the latest first.
///
/// # Errors
/// `NotFound` for anyone but the desk.
pub(super) fn all(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        &entry.pass::<Signal, deed::View>()?,
        sql!(Signal =>
            "select id, version, placement_id, rule, subject, side, sources, state, verdict, settled_on, created_at from signals \
             order by created_at desc, rule, id"),
        vec![],
    )
}

/// Open signals of all cases this consultant reaches, or of one.
pub(super) fn open(tx: &Read<'_>, case: &str) -> Result<Vec<Row>, StoreError> {
    tx.rows(
        &tx.reach::<Signal, deed::View>()?,
        sql!(Signal =>
            "select id, version, placement_id, rule, subject, side, sources, state, verdict, settled_on, created_at from signals \
             where state = 'open' and ($1 = '' or placement_id = $1) order by created_at, rule, id"),
        args![case],
    )
}

/// That there are signals, for who may know that.
pub(super) fn traces(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Trace>, StoreError> {
    tx.rows(&entry.pass::<Signal, deed::Exists>()?, sql!(Signal => "select state, created_at from signals order by created_at, id"), vec![])
}

/// Keeps what was found.
///
/// # Errors
/// `Duplicate` when another kept it at this moment.
pub(super) fn raise(tx: &Write<'_>, entry: &Entry, found: &Found) -> Result<(), StoreError> {
    let evidence = serde_json::to_string(&found.evidence).map_err(|error| broken(&error))?;
    let set = Set::new()
        .with("rule", found.rule.code())
        .with("subject", found.subject.as_str())
        .with("side", found.side.code())
        .with("sources", found.sources.join(" "))
        .with("state", "open")
        .sealed("evidence", found.side, &evidence);
    tx.insert(&entry.pass::<Signal, deed::Change>()?, &tx.id(), set)
}

/// Takes back a signal whose answers were changed meanwhile, with its words.
pub(super) fn take_back(tx: &Write<'_>, entry: &Entry, row: &Row) -> Result<(), StoreError> {
    let side = Side::parse(&row.side).unwrap_or(Side::Bank);
    let set = Set::new().with("state", "over").sealed_or_none("evidence", side, None).sealed_or_none("reason", Side::Bank, None);
    tx.update(&entry.pass::<Signal, deed::Change>()?, &row.id, row.version, set)
}

/// Evidence and reason of a signal, opened. The transaction ends in an event.
pub(super) fn opened(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(Option<Evidence>, String), StoreError> {
    let pass = entry.pass::<Signal, deed::Change>()?;
    let row: Sealed = tx.one(&pass, sql!(Signal => "select id, side, evidence, reason from signals where id = $1"), args![id])?;
    let side = Side::parse(&row.side).unwrap_or(Side::Bank);
    let unseal = |field: &str, side: Side, sealed: Option<&Vec<u8>>| match sealed {
        Some(sealed) => tx.unseal(&pass, &row.id, field, side, sealed),
        None => Ok(String::new()),
    };
    let evidence = unseal("evidence", side, row.evidence.as_ref())?;
    let evidence = if evidence.is_empty() { None } else { Some(serde_json::from_str(&evidence).map_err(|error| broken(&error))?) };
    Ok((evidence, unseal("reason", Side::Bank, row.reason.as_ref())?))
}

/// Settles an open signal.
///
/// # Errors
/// `Stale` when a colleague settled it first.
pub(super) fn settle(
    tx: &Write<'_>,
    entry: &Entry,
    row: &Row,
    seen: i64,
    how: How,
    verdict: Verdict,
    reason: &str,
) -> Result<(), StoreError> {
    if !row.is_open() {
        return Err(StoreError::Stale);
    }
    let set = Set::new().with("state", how.code()).with("verdict", verdict.code()).with("settled_on", tx.now().day()).sealed_or_none(
        "reason",
        Side::Bank,
        Some(reason).filter(|reason| !reason.is_empty()),
    );
    tx.update(&entry.pass::<Signal, deed::Change>()?, &row.id, seen, set)
}

/// The case ended, in this transaction: what was open is over, and the words of all its signals go.
///
/// # Errors
/// The store's own.
pub fn ended(tx: &Write<'_>, entry: &Entry) -> Result<(), StoreError> {
    let pass = entry.pass::<Signal, deed::Change>()?;
    for row in all(tx, entry)? {
        let side = Side::parse(&row.side).unwrap_or(Side::Bank);
        let set = Set::new()
            .with("state", if row.is_open() { "over" } else { row.state.as_str() })
            .sealed_or_none("evidence", side, None)
            .sealed_or_none("reason", Side::Bank, None);
        tx.update(&pass, &row.id, row.version, set)?;
    }
    Ok(())
}

/// How often the desk said of each rule that it was right, and wrong, over the cases this consultant reaches.
pub(super) fn right(tx: &Read<'_>) -> Result<impl Fn(Rule) -> (i64, i64), StoreError> {
    let counts: Vec<Count> = tx.rows(
        &tx.reach::<Signal, deed::View>()?,
        sql!(Signal => "select rule, verdict, count(*) from signals where verdict in ('right', 'wrong') group by rule, verdict order by rule, verdict"),
        vec![],
    )?;
    Ok(move |rule: Rule| {
        let of = |verdict: Verdict| {
            counts.iter().find(|count| count.rule == rule.code() && count.verdict == verdict.code()).map_or(0, |count| count.n)
        };
        (of(Verdict::Right), of(Verdict::Wrong))
    })
}

/// What the rules find in what lies open, without what was found before.
pub(super) fn new_ones(known: &[Row], found: Vec<Found>) -> Vec<Found> {
    let is_known = |one: &Found| known.iter().any(|row| row.rule() == Some(one.rule) && row.subject == one.subject);
    found.into_iter().filter(|one| !is_known(one)).collect()
}

/// What lies open in the case and was not found before.
pub(super) fn found_plainly(tx: &Read<'_>, entry: &Entry, known: &[Row]) -> Result<Vec<Found>, StoreError> {
    let Some(case) = plain(tx, entry)? else { return Ok(Vec::new()) };
    Ok(new_ones(known, rules::plain(&case, &thresholds(tx)?.1)))
}
