//! The talks of a follow-up plan, as `followup` puts them: counted from the first day, moved, rested, called off.
//!
//! A plan's entry *is* a talk (ADR 0023): nothing is copied when its day comes near. What is due when is `followup`'s rule.

use base::clock::Day;
use base::event::Mail;
use base::register::CheckIn;
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::invite;
use super::rules::{Plan, Step, Way, With};

base::row! {
    struct Raw {
        id: String, version: i64, side: String, way: String, step: String, key: Option<String>, months: i64, days: i64, minutes: i64,
        moved: bool, waits: String, on: Option<Day>, at: String, held_on: Option<Day>, state: String, told: bool,
    }
}

/// A talk as the plan knows it.
#[derive(Clone, Debug)]
pub struct PlanTalk {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// With whom.
    pub with: With,
    /// How.
    pub way: Way,
    /// At which step.
    pub step: Option<Step>,
    /// Its key in the plan; none for a talk planned by itself.
    pub key: Option<String>,
    /// Months from the first day.
    pub months: u32,
    /// Days beyond those.
    pub days: i64,
    /// How long it takes, in minutes; 0 where nobody said.
    pub minutes: i64,
    /// Whether somebody set its day.
    pub moved: bool,
    /// Why it has no day, or was called off without a word; empty otherwise.
    pub waits: String,
    /// The planned day.
    pub on: Option<Day>,
    /// The planned time, or empty.
    pub at: String,
    /// The day it was held.
    pub held_on: Option<Day>,
    /// `planned`, `held` or `skipped`.
    pub state: String,
    /// Whether those who talk were told of its day.
    pub told: bool,
}

impl From<Raw> for PlanTalk {
    fn from(raw: Raw) -> PlanTalk {
        PlanTalk {
            with: With::parse(&raw.side).unwrap_or(With::Person),
            way: Way::parse(&raw.way).unwrap_or(Way::Call),
            step: Step::parse(&raw.step),
            months: u32::try_from(raw.months).unwrap_or(0),
            id: raw.id,
            version: raw.version,
            key: raw.key,
            days: raw.days,
            minutes: raw.minutes,
            moved: raw.moved,
            waits: raw.waits,
            on: raw.on,
            at: raw.at,
            held_on: raw.held_on,
            state: raw.state,
            told: raw.told,
        }
    }
}

/// Every talk of the case, as far as this seat reads them, in the order in which they were written.
///
/// # Errors
/// `NotFound` for a seat that reads none.
pub(crate) fn plan_talks(tx: &Read<'_>, entry: &Entry) -> Result<Vec<PlanTalk>, StoreError> {
    let rows: Vec<Raw> = tx.rows(
        &entry.pass::<CheckIn, deed::View>()?,
        sql!(CheckIn =>
            "select id, version, side, way, step, plan_key, months, days, minutes, moved, waits, planned_on, planned_at, held_on, state, told \
             from check_ins order by created_at, id"),
        vec![],
    )?;
    Ok(rows.into_iter().map(PlanTalk::from).collect())
}

/// A talk that comes into being with the plan: `months` and `days` from the first day, `minutes` long.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// With whom, how, when.
    pub plan: Plan,
    /// Its key in the plan; a plan has each key once.
    pub key: String,
    /// Months from the first day.
    pub months: u32,
    /// Days beyond those.
    pub days: i64,
    /// How long it takes, in minutes.
    pub minutes: i64,
}

/// Adds a talk of the plan.
///
/// # Errors
/// `Duplicate` when the plan has this key already.
pub(crate) fn add_entry(tx: &Write<'_>, entry: &Entry, new: &NewEntry) -> Result<(), StoreError> {
    let set = Set::new()
        .with("side", new.plan.with.code())
        .with("way", new.plan.way.code())
        .with("step", new.plan.step.map_or("", Step::code))
        .with("planned_on", new.plan.on)
        .with("planned_at", &new.plan.at)
        .with("plan_key", Some(new.key.clone()))
        .with("months", i64::from(new.months))
        .with("days", new.days)
        .with("minutes", new.minutes)
        .with("state", "planned");
    tx.insert(&entry.pass::<CheckIn, deed::Change>()?, &tx.id(), set)
}

/// Puts a planned talk on a day by the plan's rule, or takes its day away for a reason. Those who were told of its day are told
/// of the new one, or that there is none.
///
/// # Errors
/// `Stale` when it changed meanwhile.
pub(crate) fn place(tx: &Write<'_>, entry: &Entry, talk: &PlanTalk, on: Option<Day>, waits: &str, days: i64) -> Result<(), StoreError> {
    let set = Set::new()
        .with("planned_on", on)
        .with("planned_at", "")
        .with("moved", false)
        .with("waits", waits)
        .with("days", days)
        .with("state", "planned");
    tx.update(&entry.pass::<CheckIn, deed::Change>()?, &talk.id, talk.version, known(set, talk, on))?;
    tell(tx, entry, talk, on)
}

/// Remembers the day they knew of a talk that has none any more, so that it leaves their calendars.
fn known(set: Set, talk: &PlanTalk, on: Option<Day>) -> Set {
    match (talk.told, talk.on, on) {
        (true, Some(known), None) => set.with("told_on", known),
        _ => set,
    }
}

/// Tells those who knew of a talk's day what became of it.
fn tell(tx: &Write<'_>, entry: &Entry, talk: &PlanTalk, on: Option<Day>) -> Result<(), StoreError> {
    if !talk.told || on == talk.on {
        return Ok(());
    }
    let mail = if on.is_some() { Mail::Invited } else { Mail::CalledOff };
    for (holder, _, how) in invite::reached(tx, entry, talk.with)? {
        if how.by_mail() {
            tx.notify(mail, &holder, Some(entry.placement()), &talk.id)?;
        }
    }
    Ok(())
}

/// Calls a planned talk off for a reason that needs no words: the side wants fewer, or the case has ended.
///
/// # Errors
/// `Stale` when it changed meanwhile.
pub(crate) fn call_off(tx: &Write<'_>, entry: &Entry, talk: &PlanTalk, waits: &str) -> Result<(), StoreError> {
    let set = Set::new().with("planned_on", None::<Day>).with("planned_at", "").with("waits", waits).with("state", "skipped");
    tx.update(&entry.pass::<CheckIn, deed::Change>()?, &talk.id, talk.version, known(set, talk, None))?;
    tell(tx, entry, talk, None)
}

/// Settles day and time of a planned talk by one who talks; `seen` is the version the times were offered for.
///
/// # Errors
/// `Stale` when the talk changed meanwhile, `NotFound` for a talk of the other side.
pub(crate) fn settle(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, on: Day, at: &str) -> Result<(), StoreError> {
    let (state,): (String,) =
        tx.one(&entry.pass::<CheckIn, deed::View>()?, sql!(CheckIn => "select state from check_ins where id = $1"), args![id])?;
    if state != "planned" {
        return Err(StoreError::Stale);
    }
    let set = Set::new().with("planned_on", on).with("planned_at", at).with("moved", true).with("waits", "");
    tx.update(&entry.pass::<CheckIn, deed::SealIt>()?, id, seen, set)
}

/// One talk as the plan knows it.
///
/// # Errors
/// `NotFound` when it is not there for this seat.
pub(crate) fn plan_talk(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<PlanTalk, StoreError> {
    plan_talks(tx, entry)?.into_iter().find(|talk| talk.id == id).ok_or(StoreError::NotFound)
}
