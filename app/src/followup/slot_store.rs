//! The SQL of times to choose from: what was offered, what still suits, what was settled.

use base::actor::{Holder, Side};
use base::clock::Day;
use base::register::{CheckIn, Member, SlotOffer};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::rules::{Answered, Slot, answered};
use crate::check_in::rules::{Step, Way, With};
use crate::check_in::{self, PlanTalk};

base::row! {
    struct Raw {
        id: String, version: i64, talk: String, side: String, slots: String, fits: String, until_on: Day, talk_version: i64, state: String,
        answered: String, step: String, way: String, minutes: i64, talk_state: String, talk_now: i64,
    }
    struct WaitingRow { case: String, talk: String, state: String, until_on: Day, side: String, step: String, way: String }
}

/// An offer of times for a talk, with what of the talk a page needs.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) talk: String,
    pub(super) with: With,
    pub(super) slots: Vec<Slot>,
    /// Places of the slots that still suit those who answered.
    pub(super) fits: Vec<usize>,
    pub(super) until_on: Day,
    talk_version: i64,
    pub(super) state: String,
    /// The sides that answered.
    answered: Vec<Side>,
    pub(super) step: Option<Step>,
    pub(super) way: Way,
    pub(super) minutes: i64,
    talk_state: String,
    talk_now: i64,
}

impl Offer {
    fn of(raw: Raw) -> Result<Offer, StoreError> {
        let broken = |error: serde_json::Error| StoreError::Broken(base::store::Cause(error.to_string()));
        Ok(Offer {
            with: With::parse(&raw.side).unwrap_or(With::Person),
            slots: serde_json::from_str(&raw.slots).map_err(broken)?,
            fits: raw.fits.split(',').filter_map(|at| at.parse().ok()).collect(),
            answered: raw.answered.split(',').filter_map(Side::parse).collect(),
            step: Step::parse(&raw.step),
            way: Way::parse(&raw.way).unwrap_or(Way::Call),
            id: raw.id,
            version: raw.version,
            talk: raw.talk,
            until_on: raw.until_on,
            talk_version: raw.talk_version,
            state: raw.state,
            minutes: raw.minutes,
            talk_state: raw.talk_state,
            talk_now: raw.talk_now,
        })
    }

    /// Whether the talk is still as it was when the times were offered.
    pub(super) fn stands(&self) -> bool {
        self.talk_state == "planned" && self.talk_now == self.talk_version
    }

    /// Whether this side may still answer.
    pub(super) fn waits_for(&self, side: Side, today: Day) -> bool {
        self.state == "open" && self.stands() && self.until_on >= today && !self.answered.contains(&side)
    }

    /// Whether nobody answers after this one.
    pub(super) fn last(&self) -> bool {
        self.with != With::Joint || !self.answered.is_empty()
    }
}

/// The latest offers of the case that this seat may know of, the newest first.
pub(super) fn offers(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Offer>, StoreError> {
    let Ok(pass) = entry.pass::<SlotOffer, deed::View>() else { return Ok(Vec::new()) };
    let rows: Vec<Raw> = tx.rows(
        (&pass, &entry.pass::<CheckIn, deed::View>()?),
        sql!(SlotOffer, CheckIn =>
            "select o.id, o.version, o.check_in_id, o.side, o.slots, o.fits, o.until_on, o.talk_version, o.state, o.answered, c.step, c.way, \
             c.minutes, c.state, c.version from slot_offers o join check_ins c on c.id = o.check_in_id order by o.created_at desc, o.id desc"),
        vec![],
    )?;
    rows.into_iter().map(Offer::of).collect()
}

/// The newest offer for a talk.
pub(super) fn of_talk(tx: &Read<'_>, entry: &Entry, talk: &str) -> Result<Option<Offer>, StoreError> {
    Ok(offers(tx, entry)?.into_iter().find(|offer| offer.talk == talk))
}

/// The case of an offer, for one who talks.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) =
        tx.one(&tx.reach::<SlotOffer, deed::View>()?, sql!(SlotOffer => "select placement_id from slot_offers where id = $1"), args![id])?;
    Ok(case)
}

/// Those who talk and are in: owner and person. A side of which nobody is in cannot choose.
pub(super) fn choosers(tx: &Read<'_>, entry: &Entry, with: With) -> Result<Option<Vec<Holder>>, StoreError> {
    let rows: Vec<(String, String, String)> = tx.rows(
        &entry.pass::<Member, deed::View>()?,
        sql!(Member => "select seat, holder_kind, holder_id from members where seat in ('owner', 'person') and state = 'active' order by created_at, id"),
        vec![],
    )?;
    let wanted: &[&str] = match with {
        With::Company => &["owner"],
        With::Person => &["person"],
        With::Joint => &["owner", "person"],
    };
    if wanted.iter().any(|seat| !rows.iter().any(|(held, ..)| held == seat)) {
        return Ok(None);
    }
    let of = |(seat, kind, id): &(String, String, String)| wanted.contains(&seat.as_str()).then(|| Holder::from(kind, id)).flatten();
    Ok(Some(rows.iter().filter_map(of).collect()))
}

/// Offers times for a talk, in place of those that were offered before; gives the offer's id.
///
/// # Errors
/// `Stale` when the talk changed since the form was drawn.
pub(super) fn offer(tx: &Write<'_>, entry: &Entry, talk: &PlanTalk, seen: i64, slots: &[Slot], until: Day) -> Result<String, StoreError> {
    if talk.version != seen || talk.state != "planned" {
        return Err(StoreError::Stale);
    }
    withdraw(tx, entry, &talk.id)?;
    let id = tx.id();
    let text = serde_json::to_string(slots).map_err(|error| StoreError::Broken(base::store::Cause(error.to_string())))?;
    let set = Set::new()
        .with("check_in_id", &talk.id)
        .with("side", talk.with.code())
        .with("slots", text)
        .with("fits", places(0..slots.len()))
        .with("until_on", until)
        .with("talk_version", talk.version)
        .with("state", "open");
    match tx.insert(&entry.pass::<SlotOffer, deed::Change>()?, &id, set) {
        Err(StoreError::Duplicate(_)) => Err(StoreError::Stale),
        done => done.map(|()| id),
    }
}

fn places(all: impl IntoIterator<Item = usize>) -> String {
    all.into_iter().map(|at| at.to_string()).collect::<Vec<_>>().join(",")
}

/// Takes back what is offered for a talk, also what suited nobody; gives whether something was.
pub(super) fn withdraw(tx: &Write<'_>, entry: &Entry, talk: &str) -> Result<bool, StoreError> {
    let pass = entry.pass::<SlotOffer, deed::Change>()?;
    let mut found = false;
    for offer in offers(tx, entry)?.iter().filter(|offer| offer.talk == talk && matches!(offer.state.as_str(), "open" | "unmet")) {
        tx.update(&pass, &offer.id, offer.version, Set::new().with("state", "withdrawn"))?;
        found = true;
    }
    Ok(found)
}

/// Keeps an answer of one who talks; the last answer settles the talk's day and time.
///
/// # Errors
/// `Stale` when offer or talk changed meanwhile, or the day for answering is past.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, chosen: &[usize]) -> Result<Answered, StoreError> {
    let side = tx.actor().side();
    let (now, today) = (tx.now(), tx.now().day());
    let offer = offers(tx, entry)?.into_iter().find(|offer| offer.id == id).ok_or(StoreError::NotFound)?;
    let ahead = |at: &&usize| offer.slots.get(**at).is_some_and(|slot| slot.ahead(today, now.time()));
    if !offer.waits_for(side, today) || (!chosen.is_empty() && !chosen.iter().any(|at| ahead(&at))) {
        return Err(StoreError::Stale);
    }
    let fits: Vec<usize> = offer.fits.iter().filter(ahead).copied().collect();
    let outcome = answered(&fits, chosen, offer.last());
    let heard = offer.answered.iter().copied().chain([side]).map(Side::code).collect::<Vec<_>>().join(",");
    let set = Set::new().with("answered", heard);
    let set = match &outcome {
        Answered::Unmet => set.with("state", "unmet"),
        Answered::Waits(left) => set.with("fits", places(left.iter().copied())),
        Answered::Settled(at) => set.with("state", "fixed").with("fits", places([*at])),
    };
    tx.update(&entry.pass::<SlotOffer, deed::SealIt>()?, id, seen, set)?;
    if let Answered::Settled(at) = &outcome
        && let Some((slot, day)) = offer.slots.get(*at).and_then(|slot| Some((slot, slot.day()?)))
    {
        check_in::settle(tx, entry, &offer.talk, offer.talk_version, day, &slot.at)?;
    }
    Ok(outcome)
}

/// An offer that the desk waits for, or has to do with.
pub(super) struct Waiting {
    pub(super) case: String,
    pub(super) talk: String,
    /// Whether none of the times suited.
    pub(super) unmet: bool,
    pub(super) until_on: Day,
    pub(super) with: With,
    pub(super) step: Option<Step>,
    pub(super) way: Way,
}

/// Offers over all cases this consultant reaches that are not settled, for talks that still stand as they were.
pub(super) fn waiting(tx: &Read<'_>, case: &str) -> Result<Vec<Waiting>, StoreError> {
    let (Ok(offers), Ok(talks)) = (tx.reach::<SlotOffer, deed::View>(), tx.reach::<CheckIn, deed::View>()) else { return Ok(Vec::new()) };
    let rows: Vec<WaitingRow> = tx.rows(
        (&offers, &talks),
        sql!(SlotOffer, CheckIn =>
            "select o.placement_id, o.check_in_id, o.state, o.until_on, o.side, c.step, c.way from slot_offers o join check_ins c on c.id = o.check_in_id \
             where o.state in ('open', 'unmet') and c.state = 'planned' and c.version = o.talk_version and ($1 = '' or o.placement_id = $1) \
             order by o.until_on, o.placement_id, o.id"),
        args![case],
    )?;
    let waiting = |row: WaitingRow| Waiting {
        unmet: row.state == "unmet",
        with: With::parse(&row.side).unwrap_or(With::Person),
        step: Step::parse(&row.step),
        way: Way::parse(&row.way).unwrap_or(Way::Call),
        case: row.case,
        talk: row.talk,
        until_on: row.until_on,
    };
    Ok(rows.into_iter().map(waiting).collect())
}
