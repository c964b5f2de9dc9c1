//! The SQL of talks, of what was said in them, and of what comes next.
//!
//! A text is sealed under the key of the side it comes from, and opened only in a transaction that leaves its trace.

use std::collections::HashMap;

use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{CheckIn, CheckInNote, JointNote, Placement, Todo};
use base::store::{DeedType, Entry, Pass, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::forms::{Action, Move, SHORT, Told};
use super::rules::{CARE, Plan, Step, Way, With};
use super::words;
use crate::placement;

base::row! {
    /// A talk: when, with whom, how.
    pub struct Talk {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        side: String,
        way: String,
        step: String,
        /// The planned day.
        pub planned_on: Option<Day>,
        /// The planned time, or empty.
        pub planned_at: String,
        /// The day it was held.
        pub held_on: Option<Day>,
        /// `planned`, `held` or `skipped`.
        pub state: String,
        /// Its key in the follow-up plan; none for a talk planned by itself.
        pub key: Option<String>,
        /// Why a planned talk has no day (`leave`, `past`), or why it was called off without a word (`pace`, `ended`).
        pub waits: String,
        /// How long it takes, in minutes; 0 where nobody said.
        pub minutes: i64,
        told: i64,
        /// The day they were told of, where it lost it since.
        pub told_on: Option<Day>,
    }
    /// That a talk is there: for a seat that may know no more.
    pub struct Trace {
        /// Its id.
        pub id: String,
        side: String,
        /// Its state.
        pub state: String,
        /// The planned day.
        pub planned_on: Option<Day>,
        /// The day it was held.
        pub held_on: Option<Day>,
    }
    struct NoteRow {
        id: String,
        side: String,
        care: String,
        body: Vec<u8>,
        shared_back: bool,
        created_at: Instant,
    }
    struct JointRow {
        care: String,
        body: String,
        created_at: Instant,
    }
    /// A next action, still sealed.
    pub struct TodoRow {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        who: String,
        body: Vec<u8>,
        /// By when.
        pub due_on: Option<Day>,
        /// When it was done.
        pub done_at: Option<Instant>,
        /// When it was written.
        pub created_at: Instant,
    }
}

/// With whom, as read; what cannot be read is treated as the most private.
fn with_of(side: &str) -> With {
    With::parse(side).unwrap_or(With::Person)
}

impl Talk {
    /// With whom.
    pub fn with(&self) -> With {
        with_of(&self.side)
    }
    /// How.
    pub fn way(&self) -> Way {
        Way::parse(&self.way).unwrap_or(Way::Call)
    }
    /// Whether those who talk were told of it by mail.
    pub fn is_told(&self) -> bool {
        self.told != 0
    }
    /// At which step.
    pub fn step(&self) -> Option<Step> {
        Step::parse(&self.step)
    }
    /// The day it stands under: when it was held, else when it is planned.
    pub fn day(&self) -> Option<Day> {
        if self.state == "held" { self.held_on.or(self.planned_on) } else { self.planned_on.or(self.held_on) }
    }
}

impl Trace {
    /// With whom.
    pub fn with(&self) -> With {
        with_of(&self.side)
    }
}

impl TodoRow {
    /// Who does it.
    pub fn who(&self) -> Side {
        Side::parse(&self.who).unwrap_or(Side::Bank)
    }
}

/// One talk.
///
/// # Errors
/// `NotFound` when it is not there for this seat.
pub(super) fn talk(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Talk, StoreError> {
    let pass = entry.pass::<CheckIn, deed::View>()?;
    tx.one(
        &pass,
        sql!(CheckIn => "select id, version, side, way, step, planned_on, planned_at, held_on, state, plan_key, waits, minutes, told, told_on from check_ins where id = $1"),
        args![id],
    )
}

/// The talks of a case this seat may read, oldest first.
pub(super) fn talks(tx: &Read<'_>, pass: &Pass<CheckIn, deed::View>) -> Result<Vec<Talk>, StoreError> {
    tx.rows(
        pass,
        sql!(CheckIn =>
            "select id, version, side, way, step, planned_on, planned_at, held_on, state, plan_key, waits, minutes, told, told_on from check_ins \
             order by coalesce(held_on, planned_on), planned_at, id"),
        vec![],
    )
}

/// That the talks of a case are there, oldest first.
pub(super) fn traces(tx: &Read<'_>, pass: &Pass<CheckIn, deed::Exists>) -> Result<Vec<Trace>, StoreError> {
    tx.rows(
        pass,
        sql!(CheckIn => "select id, side, state, planned_on, held_on from check_ins order by coalesce(held_on, planned_on), id"),
        vec![],
    )
}

/// That one talk is there.
pub(super) fn trace(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Trace, StoreError> {
    let pass = entry.pass::<CheckIn, deed::Exists>()?;
    tx.one(&pass, sql!(CheckIn => "select id, side, state, planned_on, held_on from check_ins where id = $1"), args![id])
}

/// Plans a talk; gives its id.
pub(super) fn plan(tx: &Write<'_>, entry: &Entry, plan: &Plan) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new()
        .with("side", plan.with.code())
        .with("way", plan.way.code())
        .with("step", plan.step.map_or("", Step::code))
        .with("planned_on", plan.on)
        .with("planned_at", &plan.at)
        .with("state", "planned");
    tx.insert(&entry.pass::<CheckIn, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// The case of a talk, for the side that takes part in it.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) =
        tx.one(&tx.reach::<CheckIn, deed::View>()?, sql!(CheckIn => "select placement_id from check_ins where id = $1"), args![id])?;
    Ok(case)
}

/// Notes that those who talk are told of a planned talk; gives the talk as it then is.
pub(super) fn tell(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64) -> Result<Talk, StoreError> {
    let planned = talk(tx, entry, id)?;
    if planned.state != "planned" || planned.planned_on.is_none() {
        return Err(StoreError::Stale);
    }
    tx.update(&entry.pass::<CheckIn, deed::Change>()?, id, seen, Set::new().with("told", 1))?;
    talk(tx, entry, id)
}

/// Moves a planned talk, or plans anew what was skipped.
pub(super) fn move_to(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, to: &Move) -> Result<(), StoreError> {
    let talk = talk(tx, entry, id)?;
    if talk.state == "held" {
        return Err(StoreError::Stale);
    }
    let set = Set::new()
        .with("planned_on", to.on)
        .with("planned_at", &to.at)
        .with("way", to.way.code())
        .with("state", "planned")
        .with("moved", true)
        .with("waits", "")
        .sealed_or_none("skipped_why", talk.with().seal(), None);
    tx.update(&entry.pass::<CheckIn, deed::Change>()?, id, seen, set)
}

/// Skips a planned talk; why is sealed, as it may hold what a side said.
pub(super) fn skip(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, why: &str) -> Result<(), StoreError> {
    let talk = talk(tx, entry, id)?;
    if talk.state != "planned" {
        return Err(StoreError::Stale);
    }
    let set = Set::new().with("state", "skipped").sealed("skipped_why", talk.with().seal(), why);
    tx.update(&entry.pass::<CheckIn, deed::Change>()?, id, seen, set)
}

/// What was heard of the reception in the company in this talk: a code, or nothing.
pub(super) fn reception_heard(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<String, StoreError> {
    let pass = entry.pass::<CheckIn, deed::View>()?;
    let (code,): (String,) = tx.one(&pass, sql!(CheckIn => "select reception from check_ins where id = $1"), args![id])?;
    Ok(code)
}

base::row! {
    struct Why { why: Option<Vec<u8>> }
}

/// Why a talk was skipped; empty when it was not.
pub(super) fn skipped_why(tx: &Write<'_>, entry: &Entry, talk: &Talk) -> Result<String, StoreError> {
    let pass = entry.pass::<CheckIn, deed::View>()?;
    let row: Why = tx.one(&pass, sql!(CheckIn => "select skipped_why from check_ins where id = $1"), args![&talk.id])?;
    match row.why {
        Some(sealed) => tx.unseal(&pass, &talk.id, "skipped_why", talk.with().seal(), &sealed),
        None => Ok(String::new()),
    }
}

/// Keeps what a talk brought: of a talk that was planned (or held: then it is added to), or of one nobody planned. Gives its id.
///
/// What was said before stays as it stands: a record is added to, never written over.
///
/// # Errors
/// `Stale` when talk or words changed since the form was drawn.
pub(super) fn record(tx: &Write<'_>, entry: &Entry, of: Option<(&str, i64)>, with: With, told: &Told) -> Result<String, StoreError> {
    let talks = entry.pass::<CheckIn, deed::Change>()?;
    let set = Set::new()
        .with("way", told.way.code())
        .with("held_on", told.held_on)
        .with("state", "held")
        .with("waits", "")
        .with("reception", told.reception);
    let id = of.map_or_else(|| tx.id(), |(id, _)| id.to_owned());
    match of {
        Some((_, seen)) => tx.update(&talks, &id, seen, set)?,
        None => tx.insert(&talks, &id, set.with("side", with.code()))?,
    }
    let notes = entry.pass::<CheckInNote, deed::Change>()?;
    let joint = entry.pass::<JointNote, deed::Change>()?;
    for part in &told.parts {
        let row = tx.id();
        match part.from {
            Some(side) => {
                let set = Set::new()
                    .with("check_in_id", &id)
                    .with("side", side.code())
                    .with("care", part.care)
                    .with("shared_back", part.shared_back)
                    .sealed("body", side, &part.text);
                tx.insert(&notes, &row, set)?;
            }
            None => {
                tx.insert(&joint, &row, Set::new().with("check_in_id", &id).with("care", part.care).with("body", &part.text))?;
            }
        }
    }
    for action in &told.actions {
        add_todo(tx, entry, &id, action)?;
    }
    words::keep_heard(tx, entry, told.month, &told.words)?;
    for kept in &told.promises {
        crate::preparation::stands(tx, entry, &kept.id, kept.seen, kept.state)?;
    }
    Ok(id)
}

/// Keeps a next action, sealed for the desk; `talk` is where it came from, or empty. Gives its id.
pub(super) fn add_todo(tx: &Write<'_>, entry: &Entry, talk: &str, action: &Action) -> Result<String, StoreError> {
    let id = tx.id();
    let set = Set::new().with("check_in_id", talk).with("who", action.who.code()).with("due_on", action.due).sealed(
        "body",
        Side::Bank,
        &action.what,
    );
    tx.insert(&entry.pass::<Todo, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// Keeps a next action of the desk that came up elsewhere, without a day; gives its id.
///
/// # Errors
/// `NotFound` for anyone but the desk of the case.
pub(crate) fn keep_todo(tx: &Write<'_>, entry: &Entry, what: &str) -> Result<String, StoreError> {
    let what = base::fold::tidy(&what.replace('\n', " "));
    let what = if what.chars().count() > SHORT { what.chars().take(SHORT - 1).chain(['…']).collect() } else { what };
    add_todo(tx, entry, "", &Action { who: Side::Bank, what, due: None })
}

/// The next actions of a case: open ones first, by day.
pub(super) fn todos(tx: &Read<'_>, pass: &Pass<Todo, deed::View>) -> Result<Vec<TodoRow>, StoreError> {
    tx.rows(
        pass,
        sql!(Todo =>
            "select id, version, who, body, due_on, done_at, created_at from todos \
             order by case when done_at is null then 0 else 1 end, coalesce(due_on, '9999-12-31'), created_at, id limit 200"),
        vec![],
    )
}

/// The words of a next action.
pub(super) fn todo_text(tx: &Write<'_>, pass: &Pass<Todo, deed::View>, row: &TodoRow) -> Result<String, StoreError> {
    tx.unseal(pass, &row.id, "body", Side::Bank, &row.body)
}

/// Ticks a next action, or opens it again.
pub(super) fn tick(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, done: bool) -> Result<(), StoreError> {
    let at = done.then(|| tx.now());
    tx.update(&entry.pass::<Todo, deed::Change>()?, id, seen, Set::new().with("done_at", at))
}

/// A part of what was said, open.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The side it comes from; none when all three were at the table.
    pub from: Option<Side>,
    /// The care point, or empty.
    pub care: String,
    /// The words.
    pub text: String,
    /// Whether its own side sees it too.
    pub shared_back: bool,
    /// When it was written.
    pub at: Instant,
}

impl Heard {
    fn order(&self) -> (i64, Option<Side>, usize) {
        (self.at.0, self.from, CARE.iter().position(|care| *care == self.care).map_or(0, |at| at + 1))
    }
}

/// What was said with all three at the table; nothing for a seat that may not read it.
pub(super) fn joint(tx: &Read<'_>, entry: &Entry, talk: &str) -> Result<Vec<Heard>, StoreError> {
    let Ok(pass) = entry.pass::<JointNote, deed::View>() else { return Ok(Vec::new()) };
    let rows: Vec<JointRow> = tx.rows(
        &pass,
        sql!(JointNote => "select care, body, created_at from joint_notes where check_in_id = $1 order by created_at, id"),
        args![talk],
    )?;
    let heard = |row: JointRow| Heard { from: None, care: row.care, text: row.body, shared_back: false, at: row.created_at };
    let mut all: Vec<Heard> = rows.into_iter().map(heard).collect();
    all.sort_by_key(Heard::order);
    Ok(all)
}

/// How many private parts a talk has.
pub(super) fn count_private(tx: &Read<'_>, pass: &Pass<CheckInNote, deed::Exists>, talk: &str) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(pass, sql!(CheckInNote => "select count(*) from check_in_notes where check_in_id = $1"), args![talk])?;
    Ok(count)
}

/// How many private parts of a talk this seat may read.
pub(super) fn count_readable(tx: &Read<'_>, pass: &Pass<CheckInNote, deed::View>, talk: &str) -> Result<i64, StoreError> {
    let (count,): (i64,) = tx.one(pass, sql!(CheckInNote => "select count(*) from check_in_notes where check_in_id = $1"), args![talk])?;
    Ok(count)
}

/// Opens what was said in private, as far as the pass reaches; `only` narrows it to one side.
pub(super) fn heard<D: DeedType>(
    tx: &Write<'_>,
    pass: &Pass<CheckInNote, D>,
    talk: &str,
    only: Option<Side>,
) -> Result<Vec<Heard>, StoreError> {
    let rows: Vec<NoteRow> = tx.rows(
        pass,
        sql!(CheckInNote => "select id, side, care, body, shared_back, created_at from check_in_notes where check_in_id = $1 order by created_at, id"),
        args![talk],
    )?;
    let mut parts = Vec::new();
    for row in rows {
        let Some(side) = Side::parse(&row.side).filter(|side| only.is_none_or(|only| only == *side)) else { continue };
        let text = tx.unseal(pass, &row.id, "body", side, &row.body)?;
        parts.push(Heard { from: Some(side), care: row.care, text, shared_back: row.shared_back, at: row.created_at });
    }
    parts.sort_by_key(Heard::order);
    Ok(parts)
}

/// How many parts of each talk of the case are shown to their own side too, for the desk.
pub(super) fn shared(tx: &Read<'_>, entry: &Entry) -> Result<HashMap<String, i64>, StoreError> {
    let Ok(pass) = entry.pass::<CheckInNote, deed::View>() else { return Ok(HashMap::new()) };
    let rows: Vec<(String, i64)> = tx.rows(
        &pass,
        sql!(CheckInNote => "select check_in_id, count(*) from check_in_notes where shared_back = 1 group by check_in_id order by check_in_id"),
        vec![],
    )?;
    Ok(rows.into_iter().collect())
}

/// Confirms the joining.
///
/// # Errors
/// `Stale` when the case has moved on, or has joined already.
pub(super) fn confirm_join(tx: &Write<'_>, entry: &Entry, seen: i64, on: Day) -> Result<(), StoreError> {
    let facts = placement::facts(tx, entry)?;
    if !matches!(facts.state.as_str(), "preparing" | "agreeing") {
        return Err(StoreError::Stale);
    }
    let set = Set::new().with("state", "joined").with("join_on", on);
    tx.update(&entry.pass::<Placement, deed::Change>()?, entry.placement(), seen, set)?;
    crate::preparation::moved(tx, entry, Some(on))
}
