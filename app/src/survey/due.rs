//! What falls due by itself: the rounds of months 1, 3 and 6, the month's short question, and telling once more.
//!
//! It is asked each minute by `serve`, and by the demo's time machine for every day it passes. Nothing happens outside nine
//! to five of a business day. It acts in the stead of the case's consultant (`stead.rs`), so the table holds. Each thing
//! happens once, whoever comes first and however long another slept: a round and an asking are unique in the database, telling
//! once more is bound to the version of the asking that was seen, and each deed has a key of its own.
//! Nobody is asked by themselves whose side did not say yes to the follow-up, or wants to be asked less.

use base::actor::{Actor, Holder, Side};
use base::clock::Day;
use base::event::Event;
use base::register::Rhythm;
use base::sql;
use base::store::{Entry, Read, StoreError, Write, deed};
use base::workday::{Calendar, Hours};

use super::days;
use super::rules::Step;
use super::store::{self, Asking};
use super::wording;
use crate::account::settings::calendar;
use crate::placement;
use crate::stead;
use crate::web::{App, AppError};

/// One thing that is due in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// A round is asked.
    Round {
        /// The case.
        case: String,
        /// Which one.
        step: Step,
    },
    /// The person is asked the month's short question.
    Pulse {
        /// The case.
        case: String,
        /// Which month.
        month: i64,
    },
    /// Someone who has not answered is told once more.
    Again {
        /// The asking.
        asked: String,
        /// The version of it that was seen.
        version: i64,
        /// The how-manieth day of the three this is.
        reached: i64,
    },
}

/// Does everything that is due now, over all institutions; gives how many deeds were done.
///
/// # Errors
/// When the store cannot be reached. What one case refuses does not keep the others waiting.
pub async fn run_due(app: &App) -> Result<usize, AppError> {
    let mut done = 0;
    for actor in stead::consultants(app).await? {
        for due in find(app, &actor).await? {
            match carry_out(app, &actor, &due).await {
                Ok(did) => done += usize::from(did),
                Err(error) => tracing::error!(cause = ?error, "what fell due in a case could not be done"),
            }
        }
    }
    Ok(done)
}

/// How often a side wants to be asked by itself: as `consent` keeps it.
fn paces(tx: &Read<'_>, entry: &Entry) -> Result<[String; 2], StoreError> {
    let rows: Vec<(String, String)> = tx.rows(
        &entry.pass::<Rhythm, deed::View>()?,
        sql!(Rhythm => "select side, rhythm from rhythms order by created_at desc, id desc"),
        vec![],
    )?;
    let of = |side: Side| rows.iter().find(|(code, _)| *code == side.code()).map(|(_, rhythm)| rhythm.clone()).unwrap_or_default();
    Ok([of(Side::Company), of(Side::Person)])
}

/// Whether rounds are asked by themselves: both said yes, and to more than being asked at their own wish.
pub(super) fn by_itself(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    Ok(paces(tx, entry)?.iter().all(|pace| matches!(pace.as_str(), "monthly" | "bimonthly" | "steps")))
}

/// What is due now in the cases of this consultant; nothing outside the hours.
///
/// # Errors
/// The store's own.
pub async fn find(app: &App, actor: &Actor) -> Result<Vec<Due>, AppError> {
    app.db.read(actor, |tx| looked(tx).map_err(AppError::from)).await
}

fn looked(tx: &Read<'_>) -> Result<Vec<Due>, StoreError> {
    let (calendar, now) = (calendar(tx)?, tx.now());
    if calendar.next_open(now, Hours::DESK) != now {
        return Ok(Vec::new());
    }
    let today = now.day();
    let mut all = Vec::new();
    let from = today.plus(-240);
    let known = store::asked_since(tx, from)?;
    let asked = |case: &str, step: Step, nth: i64| known.iter().any(|(of, at, month)| of == case && *at == step && *month == nth);
    for (case, joined) in store::joined(tx, from)? {
        if let Some(step) = days::round_now(&calendar, joined, today).filter(|step| !asked(&case, *step, 0)) {
            all.push(Due::Round { case: case.clone(), step });
        }
        if let Some(month) = days::pulse_now(&calendar, joined, today).filter(|month| !asked(&case, Step::Pulse, *month)) {
            all.push(Due::Pulse { case, month });
        }
    }
    for one in store::waiting(tx, today)? {
        let reached = days::reached(&calendar, one.due_on, today);
        if reached > one.reminded {
            all.push(Due::Again { asked: one.id, version: one.version, reached });
        }
    }
    Ok(all)
}

/// Does one thing that was found due, if it still is; tells whether it was done.
///
/// # Errors
/// The store's own.
pub async fn carry_out(app: &App, actor: &Actor, due: &Due) -> Result<bool, AppError> {
    let (what, key) = (due.clone(), format!("{due:?}"));
    let done = app
        .db
        .write(actor, Some(base::vault::digest(&format!("due {key}"))), move |tx| match &what {
            Due::Round { case, step } => round(tx, case, *step),
            Due::Pulse { case, month } => pulse(tx, case, *month),
            Due::Again { asked, version, reached } => again(tx, asked, *version, *reached),
        })
        .await;
    match done {
        Ok(()) => Ok(true),
        // Another did it, it was answered meanwhile, or the right to it is gone.
        Err(StoreError::Repeated(_) | StoreError::Stale | StoreError::Duplicate(_) | StoreError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// How something that begins today is asked.
fn asking(tx: &Read<'_>, calendar: &Calendar, today: Day, step: Step, nth: i64) -> Result<Asking, StoreError> {
    let due = days::due(calendar, today, step);
    // The short question is asked once: it is too small to be told of again.
    let reached = if step == Step::Pulse { 3 } else { days::reached(calendar, due, today) };
    let edition = wording::editions(tx)?.newest().edition;
    Ok(Asking { step, nth, edition, due, closes: days::closes(calendar, due), reached })
}

fn round(tx: &Write<'_>, case: &str, step: Step) -> Result<base::store::Done<()>, StoreError> {
    let entry = tx.enter(case)?;
    let today = tx.now().day();
    let facts = placement::facts(tx, &entry)?;
    let calendar = calendar(tx)?;
    let falls = facts.join_on.and_then(|joined| days::round_now(&calendar, joined, today));
    if facts.state != "joined" || facts.sides == "one" || falls != Some(step) || !by_itself(tx, &entry)? {
        return Err(StoreError::Stale);
    }
    let asking = asking(tx, &calendar, today, step, 0)?;
    let parties = store::parties(tx, &entry)?;
    // Owner and person, and whoever else of the company answered last time.
    let last: Vec<String> = store::askeds(tx, &entry)?.into_iter().filter(|one| one.round.is_some()).map(|one| one.writer).collect();
    let wanted = |party: &&store::Party| matches!(party.seat.as_str(), "owner" | "person") || last.iter().any(|id| id == party.holder.id());
    let parties: Vec<store::Party> = parties.iter().filter(wanted).cloned().collect();
    let (id, told) = open(tx, &entry, asking, &parties)?;
    tx.commit(&Event::SurveyOpened(Some(case), &id).detail(format!("{} by itself", step.code())).tell(told), "")
}

/// Opens a round and asks these; gives its id and who is told.
pub(super) fn open(tx: &Write<'_>, entry: &Entry, asking: Asking, parties: &[store::Party]) -> Result<(String, Vec<Holder>), StoreError> {
    let id = store::open(tx, entry, asking)?;
    for party in parties {
        store::ask(tx, entry, Some(&id), party, asking)?;
    }
    Ok((id, parties.iter().map(|party| party.holder.clone()).collect()))
}

fn pulse(tx: &Write<'_>, case: &str, month: i64) -> Result<base::store::Done<()>, StoreError> {
    let entry = tx.enter(case)?;
    let today = tx.now().day();
    let facts = placement::facts(tx, &entry)?;
    let calendar = calendar(tx)?;
    let falls = facts.join_on.and_then(|joined| days::pulse_now(&calendar, joined, today));
    let [_, person] = paces(tx, &entry)?;
    if facts.state != "joined" || facts.sides == "one" || falls != Some(month) || person != "monthly" {
        return Err(StoreError::Stale);
    }
    let party = store::parties(tx, &entry)?.into_iter().find(|party| party.seat == "person").ok_or(StoreError::NotFound)?;
    let id = store::ask(tx, &entry, None, &party, asking(tx, &calendar, today, Step::Pulse, month)?)?;
    tx.commit(&Event::PulseAsked(Some(case), &id).detail(format!("month:{month}")).tell(vec![party.holder]), "")
}

fn again(tx: &Write<'_>, asked: &str, version: i64, reached: i64) -> Result<base::store::Done<()>, StoreError> {
    let (entry, one) = store::asked(tx, asked)?;
    let today = tx.now().day();
    if one.version != version || one.done_on.is_some() || !one.is_open(today) || reached <= one.reminded {
        return Err(StoreError::Stale);
    }
    store::told(tx, &entry, &one, reached)?;
    let to: Vec<Holder> = one.holder().into_iter().collect();
    tx.commit(&Event::SurveyReminded(Some(entry.placement()), asked).detail(format!("time:{reached}")).tell(to), "")
}
