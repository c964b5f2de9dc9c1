//! The SQL of the follow-up plan, and what moves its talks.

use base::actor::Side;
use base::clock::Day;
use base::register::{FollowPlan, FollowTemplate};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{self, Making, Paces, Placed, TemplateLine};
use crate::account::settings::calendar;
use crate::check_in::{self, PlanTalk};
use crate::consent;
use crate::placement;

base::row! {
    struct TemplateRow { edition: i64, content: String }
    /// That the case has its plan.
    pub(super) struct PlanRow {
        pub(super) id: String,
        pub(super) version: i64,
        pub(super) edition: i64,
        /// Since when the person is on leave.
        pub(super) leave_from: Option<Day>,
    }
}

/// The template as it stands.
#[derive(Clone, Debug)]
pub(super) struct Template {
    /// 0 is the one that comes with the product.
    pub(super) edition: i64,
    pub(super) lines: Vec<TemplateLine>,
}

fn broken(error: &serde_json::Error) -> StoreError {
    StoreError::Broken(base::store::Cause(error.to_string()))
}

/// The template of the institution: its newest edition, or the one that comes with the product.
pub(super) fn template(tx: &Read<'_>) -> Result<Template, StoreError> {
    let row: Option<TemplateRow> = tx.maybe(
        &tx.reach::<FollowTemplate, deed::View>()?,
        sql!(FollowTemplate => "select edition, content from follow_templates order by edition desc limit 1"),
        vec![],
    )?;
    let Some(row) = row else { return Ok(Template { edition: 0, lines: rules::first_template() }) };
    Ok(Template { edition: row.edition, lines: serde_json::from_str(&row.content).map_err(|error| broken(&error))? })
}

/// Keeps the next edition of the template, if `seen` is the one that stands.
pub(super) fn keep_template(tx: &Write<'_>, seen: i64, lines: &[TemplateLine]) -> Result<(i64, String), StoreError> {
    if template(tx)?.edition != seen {
        return Err(StoreError::Stale);
    }
    let content = serde_json::to_string(lines).map_err(|error| broken(&error))?;
    let id = tx.id();
    tx.insert(&tx.desk()?.pass::<FollowTemplate, deed::Change>()?, &id, Set::new().with("edition", seen + 1).with("content", content))?;
    Ok((seen + 1, id))
}

/// The plan of the case; none while it was not made, or for a seat that does not know of it.
pub(super) fn plan(tx: &Read<'_>, entry: &Entry) -> Result<Option<PlanRow>, StoreError> {
    let Ok(pass) = entry.pass::<FollowPlan, deed::View>() else { return Ok(None) };
    tx.maybe(&pass, sql!(FollowPlan => "select id, version, edition, leave_from from follow_plans"), vec![])
}

/// The rhythms of both sides.
pub(super) fn paces(tx: &Read<'_>, entry: &Entry) -> Result<Paces, StoreError> {
    Ok(Paces { company: consent::pace_of(tx, entry, Side::Company)?, person: consent::pace_of(tx, entry, Side::Person)? })
}

/// Talks of the plan that one who talks no longer wants.
pub(super) fn unwanted(paces: Paces, talks: &[PlanTalk]) -> Vec<&PlanTalk> {
    talks
        .iter()
        .filter(|talk| talk.state == "planned" && talk.key.is_some())
        .filter(|talk| talk.step.is_some_and(|step| !rules::wanted(paces, talk.with, step)))
        .collect()
}

/// What making a plan did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Talks that were added.
    pub added: usize,
    /// Talks that were called off, because a side wants fewer.
    pub called_off: usize,
}

/// Makes the plan of a case that has joined, or brings it up to the template and the rhythms as they stand.
///
/// # Errors
/// `Stale` when somebody else is making it at this moment, `NotFound` for anyone but the desk.
pub fn make(tx: &Write<'_>, entry: &Entry) -> Result<Made, StoreError> {
    let pass = entry.pass::<FollowPlan, deed::Change>()?;
    let facts = placement::facts(tx, entry)?;
    let Some(join) = facts.join_on.filter(|_| facts.state == "joined") else { return Ok(Made::default()) };
    let (template, standing) = (template(tx)?, plan(tx, entry)?);
    // The row is written each time, so that of two who press at once the second learns of the first.
    let set = Set::new().with("edition", template.edition);
    match &standing {
        Some(row) => tx.update(&pass, &row.id, row.version, set)?,
        None => match tx.insert(&pass, &tx.id(), set) {
            Err(StoreError::Duplicate(_)) => return Err(StoreError::Stale),
            done => done?,
        },
    }
    let talks = check_in::plan_talks(tx, entry)?;
    let (paces, calendar) = (paces(tx, entry)?, calendar(tx)?);
    let off = unwanted(paces, &talks);
    for talk in &off {
        check_in::call_off(tx, entry, talk, "pace")?;
    }
    // What was called off because a side wanted fewer comes back when it wants more again.
    let come_back: Vec<PlanTalk> = talks
        .iter()
        .filter(|talk| talk.state == "skipped" && talk.waits == "pace")
        .filter(|talk| talk.step.is_some_and(|step| rules::wanted(paces, talk.with, step)))
        .cloned()
        .collect();
    let today = tx.now().day();
    let mut added = 0;
    for talk in come_back {
        let on = rules::due(join, talk.months, talk.days, &calendar);
        if on >= today {
            check_in::place(tx, entry, &talk, Some(on), "", talk.days)?;
            added += 1;
        }
    }
    let making = Making {
        join,
        today,
        two_sided: facts.sides != "one",
        paces,
        on_leave: standing.is_some_and(|row| row.leave_from.is_some()),
        calendar: &calendar,
    };
    for new in rules::lacking(&making, &template.lines, &talks) {
        match check_in::add_entry(tx, entry, &new) {
            Err(StoreError::Duplicate(_)) => return Err(StoreError::Stale),
            done => done?,
        }
        added += 1;
    }
    Ok(Made { added, called_off: off.len() })
}

/// The first day was moved, in this transaction: what is not done and whose day nobody set moves with it.
///
/// # Errors
/// The store's own.
pub fn moved(tx: &Write<'_>, entry: &Entry, before: Option<Day>, join: Option<Day>) -> Result<(), StoreError> {
    let Some(join) = join.filter(|_| before != join) else { return Ok(()) };
    let Some(row) = plan(tx, entry)? else { return Ok(()) };
    let (calendar, today) = (calendar(tx)?, tx.now().day());
    for talk in check_in::plan_talks(tx, entry)? {
        match rules::after_move(&talk, join, today, row.leave_from, &calendar) {
            Placed::Stays => {}
            Placed::On(on) => check_in::place(tx, entry, &talk, Some(on), "", talk.days)?,
            Placed::Past => check_in::place(tx, entry, &talk, None, "past", talk.days)?,
            Placed::Rests => check_in::place(tx, entry, &talk, None, "leave", talk.days)?,
        }
    }
    Ok(())
}

/// A leave begins: talks with the person, and of three, rest from that day on. Gives how many.
///
/// # Errors
/// `Stale` when there is no plan, or a leave stands already.
pub(super) fn begin_leave(tx: &Write<'_>, entry: &Entry, seen: i64, from: Day) -> Result<usize, StoreError> {
    let row = plan(tx, entry)?.filter(|row| row.leave_from.is_none()).ok_or(StoreError::Stale)?;
    tx.update(&entry.pass::<FollowPlan, deed::Change>()?, &row.id, seen, Set::new().with("leave_from", from))?;
    let talks = check_in::plan_talks(tx, entry)?;
    let resting: Vec<&PlanTalk> = talks.iter().filter(|talk| rules::rests(talk, from)).collect();
    for talk in &resting {
        check_in::place(tx, entry, talk, None, "leave", talk.days)?;
    }
    Ok(resting.len())
}

/// The person is back: what rested, and what else lies ahead, goes on later by the days of the leave. Gives how many moved.
///
/// # Errors
/// `Stale` when no leave stands.
pub(super) fn end_leave(tx: &Write<'_>, entry: &Entry, seen: i64, back: Day) -> Result<usize, StoreError> {
    let row = plan(tx, entry)?.ok_or(StoreError::Stale)?;
    let from = row.leave_from.ok_or(StoreError::Stale)?;
    let pass = entry.pass::<FollowPlan, deed::Change>()?;
    tx.update(&pass, &row.id, seen, Set::new().with("leave_from", None::<Day>))?;
    let Some(join) = placement::facts(tx, entry)?.join_on else { return Ok(0) };
    let (calendar, today) = (calendar(tx)?, tx.now().day());
    let mut moved = 0;
    for talk in check_in::plan_talks(tx, entry)? {
        let Some(days) = rules::put_off(&talk, from, back, today) else { continue };
        let days = talk.days + days;
        let on = rules::due(join, talk.months, days, &calendar);
        let (on, waits) = if on < today { (None, "past") } else { (Some(on), "") };
        check_in::place(tx, entry, &talk, on, waits, days)?;
        moved += 1;
    }
    Ok(moved)
}

/// The case ended, in this transaction: what was planned is called off; after the regular follow-up the light one goes on.
///
/// # Errors
/// The store's own.
pub fn ended(tx: &Write<'_>, entry: &Entry, left: bool) -> Result<(), StoreError> {
    for talk in check_in::plan_talks(tx, entry)?.into_iter().filter(|talk| rules::ends(talk, left)) {
        check_in::call_off(tx, entry, &talk, "ended")?;
    }
    Ok(())
}

base::row! {
    struct Closed { id: String }
}

/// Cases whose regular follow-up was closed and whose light one may go on, as far as this consultant reaches.
pub(super) fn closed_cases(tx: &Read<'_>, case: &str) -> Result<Vec<String>, StoreError> {
    use base::register::Placement;
    let rows: Vec<Closed> = tx.rows(
        &tx.reach::<Placement, deed::View>()?,
        sql!(Placement => "select id from placements where state = 'closed' and ($1 = '' or id = $1) order by id"),
        args![case],
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
