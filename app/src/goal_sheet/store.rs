//! The SQL of the goal sheet.

use base::actor::{Holder, Side};
use base::clock::{Day, Instant};
use base::event::Event;
use base::register::{Agreement, Goal as GoalRecord, GoalSheet, Placement, SheetVersion};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};
use serde::{Deserialize, Serialize};

use super::content::{Content, GoalText};
use super::draft::Draft;
use super::rules::{Agreed, Paper, Refusal, Step};
use crate::agreement::{self, Given, KeptSeal, SealRow, Sealing, Settled, State, Way};
use crate::web::AppError;

/// Why a command on the sheet ended before its commit.
pub(super) type Halt = agreement::Halt<Refusal>;

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Halt {
        Halt::Refused(refusal)
    }
}

base::row! {
    pub(super) struct SheetRow { pub placement: String, id: String, version: i64, mission: String, from: Option<Day>, until: Option<Day>, state: String, edition: i64, draft_no: i64, asked_no: i64, asked_at: Option<Instant>, reason: String, sides: String, case_state: String, pub join_on: Option<Day>, pub contract: String }
    pub(super) struct GoalRow { sheet: String, id: String, no: i64, sentence: String, criterion: String, due: Option<Day>, month1: String, month3: String, month6: String, supporter: String, weight: Option<i64>, issue: Option<i64>, state: String, dropped_in: i64 }
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
    /// Why it was changed from the version before; may be blank.
    #[serde(default)]
    pub reason: String,
}

fn kept(row: &VersionRow) -> Result<Kept, StoreError> {
    serde_json::from_str(&row.content)
        .map_err(|error| StoreError::Broken(base::store::Cause(format!("an agreed version cannot be read: {error}"))))
}

fn goal(row: &GoalRow) -> GoalText {
    GoalText {
        id: row.id.clone(),
        no: row.no,
        sentence: row.sentence.clone(),
        criterion: row.criterion.clone(),
        due: row.due,
        month1: row.month1.clone(),
        month3: row.month3.clone(),
        month6: row.month6.clone(),
        supporter: row.supporter.clone(),
        weight: row.weight,
        issue: row.issue,
    }
}

impl SheetRow {
    /// Puts the sheet together from its rows; seals come in the order in which they were set.
    pub(super) fn paper(&self, goals: &[GoalRow], seals: &[SealRow], last: Option<Agreed>) -> Paper {
        let own: Vec<&GoalRow> = goals.iter().filter(|row| row.sheet == self.id).collect();
        let standing = own.iter().filter(|row| row.state == "standing").map(|row| goal(row)).collect();
        let left = own.iter().filter(|row| row.state == "dropped" && row.dropped_in > self.edition).map(|row| goal(row)).collect();
        Paper {
            id: self.id.clone(),
            version: self.version,
            state: State::parse(&self.state),
            edition: self.edition,
            draft_no: self.draft_no,
            asked_no: self.asked_no,
            asked_at: self.asked_at,
            reason: self.reason.clone(),
            content: Content { mission: self.mission.clone(), from: self.from, until: self.until, goals: standing, left },
            last_no: own.iter().map(|row| row.no).max().unwrap_or(0),
            seals: agreement::latest(seals, &self.id),
            needed: if self.sides == "one" { vec![Side::Company, Side::Bank] } else { vec![Side::Company, Side::Person, Side::Bank] },
            ended: matches!(self.case_state.as_str(), "closed" | "left"),
            last,
        }
    }
}

/// The sheet of a case; none when nobody has begun it, or when this seat is not named for it.
pub(super) fn load(tx: &Read<'_>, entry: &Entry) -> Result<Option<Paper>, StoreError> {
    let (sheets, placements) = (entry.pass::<GoalSheet, deed::View>()?, entry.pass::<Placement, deed::View>()?);
    let sheet: Option<SheetRow> = tx.maybe(
        (&sheets, &placements),
        sql!(GoalSheet, Placement =>
            "select s.placement_id, s.id, s.version, s.mission, s.from_on, s.until_on, s.state, s.edition, s.draft_no, s.asked_no, s.asked_at, s.reason, p.sides, p.state, p.join_on, p.contract \
             from goal_sheets s join placements p on p.id = s.placement_id"),
        vec![],
    )?;
    let Some(sheet) = sheet else { return Ok(None) };
    let goals: Vec<GoalRow> = tx.rows(
        &entry.pass::<GoalRecord, deed::View>()?,
        sql!(GoalRecord =>
            "select sheet_id, id, no, sentence, criterion, due_on, month1, month3, month6, supporter, weight, issue_no, state, dropped_in from goals order by no, id"),
        vec![],
    )?;
    let seals = seal_rows(tx, entry)?;
    let last: Option<VersionRow> = tx.maybe(
        &entry.pass::<SheetVersion, deed::View>()?,
        sql!(SheetVersion => "select content, hash, created_at from sheet_versions order by edition desc limit 1"),
        vec![],
    )?;
    let last =
        last.map(|row| kept(&row)).transpose()?.map(|kept| Agreed { parties: agreement::parties_of(&kept.seals), content: kept.content });
    Ok(Some(sheet.paper(&goals, &seals, last)))
}

/// Every seal ever set on the sheet of a case, the oldest first.
pub(super) fn seal_rows(tx: &Read<'_>, entry: &Entry) -> Result<Vec<SealRow>, StoreError> {
    tx.rows(
        &entry.pass::<Agreement, deed::View>()?,
        sql!(Agreement =>
            "select sheet_id, part, party, part_hash, author_name, way, said_where, said_on, created_at, draft_no from agreements order by draft_no, created_at, id"),
        vec![],
    )
}

/// Open sheets of every case this consultant reaches, of one case alone when it is named: with their seals, without versions.
pub(super) fn open_sheets(tx: &Read<'_>, case: &str) -> Result<Vec<(SheetRow, Paper)>, StoreError> {
    let (sheets, placements) = (tx.reach::<GoalSheet, deed::View>()?, tx.reach::<Placement, deed::View>()?);
    let rows: Vec<SheetRow> = tx.rows(
        (&sheets, &placements),
        sql!(GoalSheet, Placement =>
            "select s.placement_id, s.id, s.version, s.mission, s.from_on, s.until_on, s.state, s.edition, s.draft_no, s.asked_no, s.asked_at, s.reason, p.sides, p.state, p.join_on, p.contract \
             from goal_sheets s join placements p on p.id = s.placement_id \
             where s.state <> 'agreed' and p.state <> 'closed' and p.state <> 'left' and ($1 = '' or s.placement_id = $1) order by s.placement_id"),
        args![case],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let goals: Vec<GoalRow> = tx.rows(
        (&tx.reach::<GoalRecord, deed::View>()?, &sheets),
        sql!(GoalRecord, GoalSheet =>
            "select g.sheet_id, g.id, g.no, g.sentence, g.criterion, g.due_on, g.month1, g.month3, g.month6, g.supporter, g.weight, g.issue_no, g.state, g.dropped_in \
             from goals g join goal_sheets s on s.id = g.sheet_id where s.state <> 'agreed' and ($1 = '' or s.placement_id = $1) order by g.no, g.id"),
        args![case],
    )?;
    let seals: Vec<SealRow> = tx.rows(
        (&tx.reach::<Agreement, deed::View>()?, &sheets),
        sql!(Agreement, GoalSheet =>
            "select a.sheet_id, a.part, a.party, a.part_hash, a.author_name, a.way, a.said_where, a.said_on, a.created_at, a.draft_no \
             from agreements a join goal_sheets s on s.id = a.sheet_id where s.state <> 'agreed' and ($1 = '' or s.placement_id = $1) order by a.draft_no, a.created_at, a.id"),
        args![case],
    )?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let paper = row.paper(&goals, &seals, None);
            (row, paper)
        })
        .collect())
}

/// The agreed versions, the newest first.
pub(super) fn versions(tx: &Read<'_>, entry: &Entry) -> Result<Vec<VersionLine>, StoreError> {
    tx.rows(
        &entry.pass::<SheetVersion, deed::View>()?,
        sql!(SheetVersion => "select edition, created_at from sheet_versions order by edition desc"),
        vec![],
    )
}

/// What the person was entrusted with in each agreed version, with the day it was agreed, the first one first.
///
/// # Errors
/// `NotFound` for a seat that may not read the versions.
pub fn missions(tx: &Read<'_>, entry: &Entry) -> Result<Vec<(Day, String)>, StoreError> {
    let rows: Vec<VersionRow> = tx.rows(
        &entry.pass::<SheetVersion, deed::View>()?,
        sql!(SheetVersion => "select content, hash, created_at from sheet_versions order by edition"),
        vec![],
    )?;
    rows.iter().map(|row| Ok((row.at.day(), kept(row)?.content.mission))).collect()
}

/// The goals that stand: id and number.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn numbers(tx: &Read<'_>, entry: &Entry) -> Result<Vec<(String, i64)>, StoreError> {
    tx.rows(
        &entry.pass::<GoalRecord, deed::View>()?,
        sql!(GoalRecord => "select id, no from goals where state = 'standing' order by no, id"),
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
pub(super) fn kept_version(tx: &Read<'_>, entry: &Entry, edition: i64) -> Result<(Kept, Instant, String), StoreError> {
    let row: VersionRow = tx.one(
        &entry.pass::<SheetVersion, deed::View>()?,
        sql!(SheetVersion => "select content, hash, created_at from sheet_versions where edition = $1"),
        args![edition],
    )?;
    Ok((kept(&row)?, row.at, row.hash))
}

fn goal_set(goal: &GoalText) -> Set {
    Set::new()
        .with("no", goal.no)
        .with("sentence", &goal.sentence)
        .with("criterion", &goal.criterion)
        .with("due_on", goal.due)
        .with("month1", &goal.month1)
        .with("month3", &goal.month3)
        .with("month6", &goal.month6)
        .with("supporter", &goal.supporter)
        .with("weight", goal.weight)
        .with("issue_no", goal.issue)
        .with("state", "standing")
        .with("dropped_in", 0i64)
}

fn goal_version(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<i64, StoreError> {
    let (version,): (i64,) =
        tx.one(&entry.pass::<GoalRecord, deed::View>()?, sql!(GoalRecord => "select version from goals where id = $1"), args![id])?;
    Ok(version)
}

/// Saves what the desk wrote. Gives the event of it: a change of words, or, when the old seals fit again, an agreement;
/// none when nothing is other than before.
///
/// # Errors
/// The refusals of [`Paper::edit`]; `Changed` also when somebody else saved since the form was drawn.
pub(super) fn save(tx: &Write<'_>, entry: &Entry, draft: &Draft, seen: i64) -> Result<Option<Event>, Halt> {
    let pass = entry.pass::<GoalSheet, deed::Change>()?;
    let words =
        |set: Set, content: &Content| set.with("mission", &content.mission).with("from_on", content.from).with("until_on", content.until);
    let goals = entry.pass::<GoalRecord, deed::Change>()?;
    let Some(paper) = load(tx, entry)? else {
        if seen != 0 {
            return Err(Refusal::Changed.into());
        }
        let blank = SheetRow::blank(tx, entry)?.paper(&[], &[], None);
        let (content, steps) = blank.edit(draft)?;
        let id = tx.id();
        // Two who begin at once: the second is shown what the first wrote.
        tx.insert(&pass, &id, words(Set::new().with("state", State::Draft.code()), &content)).map_err(|error| match error {
            StoreError::Duplicate(_) => Halt::Refused(Refusal::Changed),
            other => other.into(),
        })?;
        for step in &steps {
            if let Step::Add(goal) = step {
                tx.insert(&goals, &tx.id(), goal_set(goal).with("sheet_id", &id))?;
            }
        }
        return Ok(Some(Event::SheetEdited(Some(entry.placement()), &id).detail(format!("steps:{}", steps.len()))));
    };
    if paper.draft_no != seen {
        return Err(Refusal::Changed.into());
    }
    let (content, steps) = paper.edit(draft)?;
    if content == paper.content {
        return Ok(None);
    }
    let settled = paper.with_content(content.clone()).settled();
    let set = Set::new()
        .with("reason", &draft.reason)
        .with("draft_no", paper.draft_no + 1)
        .with("state", settled.state.code())
        .with("edition", settled.edition);
    tx.update(&pass, &paper.id, paper.version, words(set, &content))?;
    for step in &steps {
        match step {
            Step::Add(goal) => tx.insert(&goals, &tx.id(), goal_set(goal).with("sheet_id", &paper.id))?,
            Step::Keep(goal) => tx.update(&goals, &goal.id, goal_version(tx, entry, &goal.id)?, goal_set(goal))?,
            Step::Drop(id) => {
                let set = Set::new().with("state", "dropped").with("dropped_in", paper.edition + 1);
                tx.update(&goals, id, goal_version(tx, entry, id)?, set)?;
            }
            Step::Remove(id) => tx.remove(&goals, id, goal_version(tx, entry, id)?)?,
        }
    }
    if settled.is_new {
        let after = Paper { reason: draft.reason.clone(), ..paper.with_content(content) };
        return keep_version(tx, entry, &after, &settled, "edited").map(Some);
    }
    Ok(Some(Event::SheetEdited(Some(entry.placement()), &paper.id).detail(format!("steps:{}", steps.len()))))
}

impl SheetRow {
    /// A sheet that nobody has begun.
    fn blank(tx: &Read<'_>, entry: &Entry) -> Result<SheetRow, StoreError> {
        let (sides, case_state): (String, String) =
            tx.one(&entry.pass::<Placement, deed::View>()?, sql!(Placement => "select sides, state from placements"), vec![])?;
        Ok(SheetRow {
            placement: entry.placement().to_owned(),
            id: String::new(),
            version: 0,
            mission: String::new(),
            from: None,
            until: None,
            state: State::Draft.code().into(),
            edition: 0,
            draft_no: 0,
            asked_no: 0,
            asked_at: None,
            reason: String::new(),
            sides,
            case_state,
            join_on: None,
            contract: String::new(),
        })
    }
}

/// Puts the present wording before the parties; the placement begins to wait for agreement.
///
/// # Errors
/// The refusals of [`Paper::ask`], `Changed` when another wording was shown.
pub(super) fn ask(tx: &Write<'_>, entry: &Entry, seen: i64) -> Result<Event, Halt> {
    let paper = load(tx, entry)?.ok_or(StoreError::NotFound)?;
    if paper.draft_no != seen {
        return Err(Refusal::Changed.into());
    }
    let settled = paper.ask()?;
    let set = Set::new().with("state", settled.state.code()).with("asked_no", paper.draft_no).with("asked_at", tx.now());
    tx.update(&entry.pass::<GoalSheet, deed::Change>()?, &paper.id, paper.version, set)?;
    let placements = entry.pass::<Placement, deed::Change>()?;
    let (version, state): (i64, String) = tx.one(&placements, sql!(Placement => "select version, state from placements"), vec![])?;
    if state == "preparing" {
        tx.update(&placements, entry.placement(), version, Set::new().with("state", "agreeing"))?;
    }
    let people = agreement::of(tx, entry)?;
    let to: Vec<Holder> = agreement::receivers(tx, entry, &people)?
        .iter()
        .filter(|(side, _, reached)| reached.by_mail() && paper.will_be_asked(*side))
        .map(|(side, owner, _)| agreement::holder(*side, owner))
        .collect();
    Ok(Event::SheetReviewAsked(Some(entry.placement()), &paper.id).detail(format!("told:{}", to.len())).tell(to))
}

/// The case, its first day, and when the wording of its sheet was put before the parties last.
type AgreedSheet = (String, Option<Day>, Option<Instant>);

/// Running cases with an agreed sheet.
pub(super) fn agreed_sheets(tx: &Read<'_>, case: &str) -> Result<Vec<AgreedSheet>, StoreError> {
    tx.rows(
        (&tx.reach::<GoalSheet, deed::View>()?, &tx.reach::<Placement, deed::View>()?),
        sql!(GoalSheet, Placement =>
            "select s.placement_id, p.join_on, s.asked_at from goal_sheets s join placements p on p.id = s.placement_id \
             where s.state = 'agreed' and p.state <> 'closed' and p.state <> 'left' and ($1 = '' or s.placement_id = $1) order by s.placement_id"),
        args![case],
    )
}

/// Seals every open part of a party as it was shown. The sheet's row is the lock: of two last seals one sees the other.
///
/// # Errors
/// The refusals of [`Paper::sealable`].
pub(super) fn seal(tx: &Write<'_>, entry: &Entry, given: &Given, shown: &[(String, String)]) -> Result<Event, Halt> {
    let paper = load(tx, entry)?.ok_or(StoreError::NotFound)?;
    let parts = paper.sealable(given.party, shown)?;
    let agreements = entry.pass::<Agreement, deed::SealIt>()?;
    let now = tx.now();
    let after = paper.with_seals(parts.iter().map(|part| given.seal(&part.key, &part.hash, now)).collect());
    let settled = after.settled();
    let set = Set::new().with("state", settled.state.code()).with("edition", settled.edition);
    tx.update(&entry.pass::<GoalSheet, deed::SealIt>()?, &paper.id, paper.version, set)?;
    for part in &parts {
        let set = Set::new()
            .with("sheet_id", &paper.id)
            .with("part", &part.key)
            .with("party", given.party.code())
            .with("part_hash", &part.hash)
            .with("draft_no", paper.draft_no)
            .with("author_name", &given.name)
            .with("way", given.way.code())
            .with("said_where", &given.said_where)
            .with("said_on", given.said_on);
        tx.insert(&agreements, &tx.id(), set)?;
    }
    let detail = format!("{} {} parts:{}", given.party.code(), given.way.code(), parts.len());
    let event = if settled.is_new {
        keep_version(tx, entry, &after, &settled, &detail)?
    } else if settled.state == State::Agreed {
        Event::SheetAgreed(Some(entry.placement()), &paper.id).detail(detail.clone()).tell(agreement::invited(&agreement::of(tx, entry)?))
    } else {
        Event::PartsAgreed(Some(entry.placement()), &paper.id).detail(detail.clone())
    };
    // One event, one mail: the one whose word was recorded must hear of it; the others see the version on their page.
    Ok(if given.way == Way::Screen {
        event
    } else {
        let edition = if settled.is_new { format!("{detail} edition:{}", settled.edition) } else { detail };
        Event::SpokenAgreement(Some(entry.placement()), &paper.id).detail(edition).tell(given.told.clone())
    })
}

/// Keeps the agreed wording with its seals, for ever.
fn keep_version(tx: &Write<'_>, entry: &Entry, after: &Paper, settled: &Settled, how: &str) -> Result<Event, Halt> {
    let parts = after.content.parts();
    let seals = parts.iter().flat_map(|part| after.needed.iter().filter_map(|party| after.seal(part, *party))).map(KeptSeal::of).collect();
    let kept = Kept { content: after.content.clone(), seals, reason: after.reason.clone() };
    let content = serde_json::to_string(&kept)
        .map_err(|error| AppError::broken(format!("a version cannot be written: {error}")))
        .map_err(Halt::App)?;
    let set = Set::new()
        .with("sheet_id", &after.id)
        .with("edition", settled.edition)
        .with("hash", base::vault::digest(&content))
        .with("content", &content);
    tx.insert(&entry.pass::<SheetVersion, deed::SealIt>()?, &tx.id(), set)?;
    let told = agreement::invited(&agreement::of(tx, entry)?);
    Ok(Event::SheetAgreed(Some(entry.placement()), &after.id).detail(format!("{how} edition:{}", settled.edition)).tell(told))
}
