//! The SQL of the booklet.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::event::Event;
use base::register::{Booklet, BookletSeal, BookletVersion, Placement};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};
use serde::{Deserialize, Serialize};

use super::content::{Content, Part};
use super::rules::{Agreed, Paper, Refusal};
use crate::agreement::{self, Given, KeptSeal, Part as _, SealRow, Sealing, Settled, State, Way};
use crate::goal_sheet;
use crate::web::AppError;

/// Why a command on the booklet ended before its commit.
pub(super) type Halt = agreement::Halt<Refusal>;

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Halt {
        Halt::Refused(refusal)
    }
}

fn changed() -> Halt {
    Halt::Refused(agreement::Refusal::Changed.into())
}

base::row! {
    pub(super) struct Row { pub placement: String, id: String, version: i64, content: String, state: String, edition: i64, draft_no: i64, asked_no: i64, asked_at: Option<Instant>, sides: String, case_state: String, pub join_on: Option<Day>, pub contract: String }
    /// A version as the list of versions shows it.
    pub(super) struct VersionLine { pub edition: i64, pub at: Instant }
    struct VersionRow { content: String, hash: String, at: Instant }
}

/// An agreed version as it is kept: the words, and the seals they carry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    #[serde(flatten)]
    pub content: Content,
    pub seals: Vec<KeptSeal>,
}

fn broken(what: &str, error: &serde_json::Error) -> StoreError {
    StoreError::Broken(base::store::Cause(format!("{what}: {error}")))
}

fn content(text: &str) -> Result<Content, StoreError> {
    serde_json::from_str(text).map_err(|error| broken("a booklet cannot be read", &error))
}

fn written(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| broken("a booklet cannot be written", &error))
}

fn kept(row: &VersionRow) -> Result<Kept, StoreError> {
    serde_json::from_str(&row.content).map_err(|error| broken("an agreed booklet cannot be read", &error))
}

impl Row {
    fn paper(&self, seals: &[SealRow], last: Option<Agreed>) -> Result<Paper, StoreError> {
        Ok(Paper {
            id: self.id.clone(),
            version: self.version,
            state: State::parse(&self.state),
            edition: self.edition,
            draft_no: self.draft_no,
            asked_no: self.asked_no,
            asked_at: self.asked_at,
            content: if self.content.is_empty() { Content::default() } else { content(&self.content)? },
            seals: agreement::latest(seals, &self.id),
            needed: if self.sides == "one" { vec![Side::Company, Side::Bank] } else { vec![Side::Company, Side::Person, Side::Bank] },
            ended: matches!(self.case_state.as_str(), "closed" | "left"),
            last,
        })
    }
}

/// The booklet of a case; none when nobody has begun it, or when this seat is not named for it.
pub(super) fn load(tx: &Read<'_>, entry: &Entry) -> Result<Option<Paper>, StoreError> {
    let row: Option<Row> = tx.maybe(
        (&entry.pass::<Booklet, deed::View>()?, &entry.pass::<Placement, deed::View>()?),
        sql!(Booklet, Placement =>
            "select b.placement_id, b.id, b.version, b.content, b.state, b.edition, b.draft_no, b.asked_no, b.asked_at, p.sides, p.state, p.join_on, p.contract \
             from booklets b join placements p on p.id = b.placement_id"),
        vec![],
    )?;
    let Some(row) = row else { return Ok(None) };
    let last: Option<VersionRow> = tx.maybe(
        &entry.pass::<BookletVersion, deed::View>()?,
        sql!(BookletVersion => "select content, hash, created_at from booklet_versions order by edition desc limit 1"),
        vec![],
    )?;
    let last =
        last.map(|row| kept(&row)).transpose()?.map(|kept| Agreed { parties: agreement::parties_of(&kept.seals), content: kept.content });
    row.paper(&seal_rows(tx, entry)?, last).map(Some)
}

/// Every seal ever set on the booklet of a case, the oldest first.
pub(super) fn seal_rows(tx: &Read<'_>, entry: &Entry) -> Result<Vec<SealRow>, StoreError> {
    tx.rows(
        &entry.pass::<BookletSeal, deed::View>()?,
        sql!(BookletSeal =>
            "select booklet_id, part, party, part_hash, author_name, way, said_where, said_on, created_at, draft_no from booklet_seals order by draft_no, created_at, id"),
        vec![],
    )
}

/// Open booklets of every case this consultant reaches, of one case alone when it is named.
pub(super) fn open_ones(tx: &Read<'_>, case: &str) -> Result<Vec<(Row, Paper)>, StoreError> {
    let booklets = tx.reach::<Booklet, deed::View>()?;
    let rows: Vec<Row> = tx.rows(
        (&booklets, &tx.reach::<Placement, deed::View>()?),
        sql!(Booklet, Placement =>
            "select b.placement_id, b.id, b.version, b.content, b.state, b.edition, b.draft_no, b.asked_no, b.asked_at, p.sides, p.state, p.join_on, p.contract \
             from booklets b join placements p on p.id = b.placement_id \
             where b.state <> 'agreed' and p.state <> 'closed' and p.state <> 'left' and ($1 = '' or b.placement_id = $1) order by b.placement_id"),
        args![case],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let seals: Vec<SealRow> = tx.rows(
        (&tx.reach::<BookletSeal, deed::View>()?, &booklets),
        sql!(BookletSeal, Booklet =>
            "select s.booklet_id, s.part, s.party, s.part_hash, s.author_name, s.way, s.said_where, s.said_on, s.created_at, s.draft_no \
             from booklet_seals s join booklets b on b.id = s.booklet_id where b.state <> 'agreed' and ($1 = '' or b.placement_id = $1) order by s.draft_no, s.created_at, s.id"),
        args![case],
    )?;
    rows.into_iter()
        .map(|row| {
            let paper = row.paper(&seals, None)?;
            Ok((row, paper))
        })
        .collect()
}

/// The agreed versions, the newest first.
pub(super) fn versions(tx: &Read<'_>, entry: &Entry) -> Result<Vec<VersionLine>, StoreError> {
    tx.rows(
        &entry.pass::<BookletVersion, deed::View>()?,
        sql!(BookletVersion => "select edition, created_at from booklet_versions order by edition desc"),
        vec![],
    )
}

/// One agreed version, with the day it was agreed.
///
/// # Errors
/// `NotFound` when there is none.
pub(super) fn version(tx: &Read<'_>, entry: &Entry, edition: i64) -> Result<(Kept, Day), StoreError> {
    let (kept, at, _) = kept_version(tx, entry, edition)?;
    Ok((kept, at.day()))
}

/// One agreed version, when it was agreed, and the hash of its words and seals.
///
/// # Errors
/// `NotFound` when there is none.
pub(super) fn kept_version(tx: &Read<'_>, entry: &Entry, edition: i64) -> Result<(Kept, Instant, String), StoreError> {
    let row: VersionRow = tx.one(
        &entry.pass::<BookletVersion, deed::View>()?,
        sql!(BookletVersion => "select content, hash, created_at from booklet_versions where edition = $1"),
        args![edition],
    )?;
    Ok((kept(&row)?, row.at, row.hash))
}

/// Saves what the desk wrote. Gives the event of it; none when nothing is other than before.
///
/// # Errors
/// The refusals of [`Paper::edit`]; `Changed` also when somebody else saved since the form was drawn.
pub(super) fn save(tx: &Write<'_>, entry: &Entry, new: &Content, seen: i64) -> Result<Option<Event>, Halt> {
    let pass = entry.pass::<Booklet, deed::Change>()?;
    let Some(paper) = load(tx, entry)? else {
        if seen != 0 {
            return Err(changed());
        }
        let (case_state,): (String,) =
            tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select state from placements"), vec![])?;
        if matches!(case_state.as_str(), "closed" | "left") {
            return Err(Refusal::Sealing(agreement::Refusal::Ended).into());
        }
        let id = tx.id();
        let set = Set::new().with("content", &written(new)?).with("state", State::Draft.code());
        // Two who begin at once: the second is shown what the first wrote.
        tx.insert(&pass, &id, set).map_err(|error| match error {
            StoreError::Duplicate(_) => changed(),
            other => other.into(),
        })?;
        return Ok(Some(Event::BookletEdited(Some(entry.placement()), &id)));
    };
    if paper.draft_no != seen {
        return Err(changed());
    }
    let after = paper.edit(new.clone())?;
    if after.content == paper.content {
        return Ok(None);
    }
    let settled = after.settled();
    let set = Set::new()
        .with("content", &written(&after.content)?)
        .with("draft_no", paper.draft_no + 1)
        .with("state", settled.state.code())
        .with("edition", settled.edition);
    tx.update(&pass, &paper.id, paper.version, set)?;
    if settled.is_new {
        return keep_version(tx, entry, &after, &settled, "edited").map(Some);
    }
    Ok(Some(Event::BookletEdited(Some(entry.placement()), &paper.id)))
}

/// As [`ask`], for a change elsewhere that is put before the parties with it; none where there is nothing of it to ask for.
pub(crate) fn ask_with(tx: &Write<'_>, entry: &Entry) -> Result<Option<Event>, AppError> {
    let Some(paper) = load(tx, entry)? else { return Ok(None) };
    match ask(tx, entry, paper.draft_no) {
        Ok(event) => Ok(Some(event)),
        Err(Halt::Refused(_) | Halt::Already(_)) => Ok(None),
        Err(Halt::App(error)) => Err(error),
    }
}

/// Puts the present wording before the parties, and the goal sheet with it.
///
/// # Errors
/// The refusals of [`Paper::ask`], `Changed` when another wording was shown.
pub(super) fn ask(tx: &Write<'_>, entry: &Entry, seen: i64) -> Result<Event, Halt> {
    let paper = load(tx, entry)?.ok_or(StoreError::NotFound)?;
    if paper.draft_no != seen {
        return Err(changed());
    }
    let settled = paper.ask(goal_sheet::is_ready(tx, entry)?)?;
    let set = Set::new().with("state", settled.state.code()).with("asked_no", paper.draft_no).with("asked_at", tx.now());
    tx.update(&entry.pass::<Booklet, deed::Change>()?, &paper.id, paper.version, set)?;
    let goals = goal_sheet::ask_along(tx, entry)?;
    let people = agreement::of(tx, entry)?;
    let to: Vec<Holder> = agreement::receivers(tx, entry, &people)?
        .iter()
        .filter(|(side, _, reached)| reached.by_mail() && paper.will_be_asked(*side))
        .map(|(side, owner, _)| agreement::holder(*side, owner))
        .collect();
    let detail = format!("told:{} goals:{}", to.len(), i64::from(goals));
    Ok(Event::BookletReviewAsked(Some(entry.placement()), &paper.id).detail(detail).tell(to))
}

/// Seals every open section of a party as it was shown, and with `goals` every open part of the goal sheet. The booklet's row
/// is the lock: of two last seals one sees the other.
///
/// # Errors
/// The refusals of [`Sealing::sealable`].
pub(super) fn seal(
    tx: &Write<'_>,
    entry: &Entry,
    given: &Given,
    shown: &[(String, String)],
    goals: Option<&[(String, String)]>,
) -> Result<Event, Halt> {
    let paper = load(tx, entry)?.ok_or(StoreError::NotFound)?;
    let along = match goals {
        Some(parts) => goal_sheet::seal_along(tx, entry, given, parts)?,
        None => None,
    };
    let parts: Vec<Part> = match (paper.sealable(given.party, shown), &along) {
        // Only the goals were open.
        (Err(Refusal::Sealing(agreement::Refusal::NothingOpen)), Some(_)) => Vec::new(),
        (parts, _) => parts?,
    };
    let now = tx.now();
    let after = paper.with_seals(parts.iter().map(|part| given.seal(part.key(), &part.hash, now)).collect());
    let settled = after.settled();
    let set = Set::new().with("state", settled.state.code()).with("edition", settled.edition);
    tx.update(&entry.pass::<Booklet, deed::SealIt>()?, &paper.id, paper.version, set)?;
    let seals = entry.pass::<BookletSeal, deed::SealIt>()?;
    for part in &parts {
        let set = Set::new()
            .with("booklet_id", &paper.id)
            .with("part", part.key())
            .with("party", given.party.code())
            .with("part_hash", &part.hash)
            .with("draft_no", paper.draft_no)
            .with("author_name", &given.name)
            .with("way", given.way.code())
            .with("said_where", &given.said_where)
            .with("said_on", given.said_on);
        tx.insert(&seals, &tx.id(), set)?;
    }
    let detail = format!("{} {} sections:{} goals:{}", given.party.code(), given.way.code(), parts.len(), i64::from(along.is_some()));
    let event = if settled.is_new {
        keep_version(tx, entry, &after, &settled, &detail)?
    } else if settled.state == State::Agreed && !parts.is_empty() {
        Event::BookletAgreed(Some(entry.placement()), &paper.id).detail(&detail).tell(agreement::invited(&agreement::of(tx, entry)?))
    } else {
        Event::BookletSealed(Some(entry.placement()), &paper.id).detail(&detail)
    };
    Ok(match along {
        // One event, one mail: the one whose word was recorded must hear of it.
        _ if given.way != Way::Screen => Event::BookletRecorded(Some(entry.placement()), &paper.id).detail(detail).tell(given.told.clone()),
        // The goals are agreed with this press and the booklet is not: that is what there is to tell.
        Some(goals @ Event::SheetAgreed { .. }) if !matches!(event, Event::BookletAgreed { .. }) => goals,
        _ => event,
    })
}

/// Keeps the agreed wording with its seals, for ever.
fn keep_version(tx: &Write<'_>, entry: &Entry, after: &Paper, settled: &Settled, how: &str) -> Result<Event, Halt> {
    let parts = after.parts();
    let seals = parts.iter().flat_map(|part| after.needed.iter().filter_map(|party| after.seal(part, *party))).map(KeptSeal::of).collect();
    let content = written(&Kept { content: after.content.clone(), seals })?;
    let set = Set::new()
        .with("booklet_id", &after.id)
        .with("edition", settled.edition)
        .with("hash", base::vault::digest(&content))
        .with("content", &content);
    tx.insert(&entry.pass::<BookletVersion, deed::SealIt>()?, &tx.id(), set)?;
    let told = agreement::invited(&agreement::of(tx, entry)?);
    Ok(Event::BookletAgreed(Some(entry.placement()), &after.id).detail(format!("{how} edition:{}", settled.edition)).tell(told))
}
