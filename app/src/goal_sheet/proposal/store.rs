//! The SQL of proposals.

use base::actor::Side;
use base::clock::Instant;
use base::register::{Contact, GoalProposal, Person, Placement, StaffName};
use base::store::{Entry, Pass, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use crate::goal_sheet::content::Content;
use crate::goal_sheet::text::T;
use base::text::Lang;

base::row! {
    /// A proposal without its text.
    pub(in crate::goal_sheet) struct Slip { pub id: String, pub goal: String, pub side: String, pub state: String, pub at: Instant, pub answered_at: Option<Instant> }
    /// That a proposal exists.
    pub(in crate::goal_sheet) struct Existing { pub id: String, pub side: String, pub state: String, pub at: Instant }
    /// A proposal of any case this consultant reaches.
    pub(in crate::goal_sheet) struct Waiting { pub id: String, pub case: String, pub side: String, pub at: Instant }
    struct Whole { id: String, version: i64, goal: String, side: String, author: String, body: Vec<u8>, words: Option<Vec<u8>>, state: String, answer: Option<Vec<u8>>, answered_at: Option<Instant>, at: Instant }
    struct WishRow { goal: String, side: String, has_words: i64 }
}

/// A proposal, opened.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub id: String,
    pub version: i64,
    pub goal: String,
    pub side: Side,
    pub author: String,
    pub body: String,
    pub words: String,
    pub state: String,
    /// Who of the desk has opened it, and when first.
    pub readers: Vec<(String, Instant)>,
    pub answer: String,
    pub answered_at: Option<Instant>,
    pub at: Instant,
}

/// What a proposal wishes for, as far as the edit form needs it.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// From which side.
    pub side: Side,
    /// The goal it is about, or empty.
    pub goal: String,
    /// Whether there are words for the sheet.
    pub has_words: bool,
}

/// What a proposal is about: a goal of the sheet by its number, or the whole.
pub(super) fn about(goal: &str, content: Option<&Content>, lang: Lang) -> String {
    let t = T(lang);
    let found = content.and_then(|content| content.in_order().into_iter().find(|(one, _)| one.id == goal));
    match found {
        Some((one, _)) => t.part_goal(one.no),
        None if goal.contains(':') => crate::booklet::section_title(goal, lang).unwrap_or_else(|| t.part_gone().to_owned()),
        None if goal.is_empty() => t.about_all().to_owned(),
        None => t.part_gone().to_owned(),
    }
}

/// Proposals the desk works with, newest first, without their texts.
pub(super) fn slips(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Slip>, StoreError> {
    tx.rows(
        &entry.pass::<GoalProposal, deed::View>()?,
        sql!(GoalProposal =>
            "select id, goal_id, side, state, created_at, answered_at from goal_proposals order by created_at desc, id desc"),
        vec![],
    )
}

/// That proposals exist, for a seat that may know no more; none for a seat that may not even know that.
pub(in crate::goal_sheet) fn items(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Existing>, StoreError> {
    let Ok(pass) = entry.pass::<GoalProposal, deed::Exists>() else { return Ok(Vec::new()) };
    tx.rows(&pass, sql!(GoalProposal => "select id, side, state, created_at from goal_proposals order by created_at desc, id desc"), vec![])
}

/// How the reading of one's own proposals is marked in the trace.
pub(super) const OWN: &str = "own:";

/// Whether an answer came since this writer last opened the own proposals.
pub(in crate::goal_sheet) fn has_news(tx: &Read<'_>, entry: &Entry) -> Result<bool, StoreError> {
    if !entry.may::<GoalProposal, deed::Change>() {
        return Ok(false);
    }
    let Some(answered) = slips(tx, entry)?.iter().filter_map(|slip| slip.answered_at).max() else { return Ok(false) };
    let me = tx.actor().id();
    let readings = tx.readings(&entry.pass::<Placement, deed::View>()?, entry.placement())?;
    let last = readings.iter().filter(|reading| reading.actor == me && reading.detail.starts_with(OWN)).map(|reading| reading.at).max();
    Ok(last.is_none_or(|last| last < answered))
}

/// Proposals that nobody has answered or taken up, over all cases this consultant reaches, the oldest first.
pub(in crate::goal_sheet) fn waiting(tx: &Read<'_>, case: &str) -> Result<Vec<Waiting>, StoreError> {
    tx.rows(
        &tx.reach::<GoalProposal, deed::View>()?,
        sql!(GoalProposal =>
            "select id, placement_id, side, created_at from goal_proposals where state = 'open' and ($1 = '' or placement_id = $1) order by created_at, id"),
        args![case],
    )
}

/// Keeps a proposal of the one who acts.
pub(super) fn insert(tx: &Write<'_>, entry: &Entry, goal: &str, body: &str, words: &str) -> Result<String, StoreError> {
    let (id, side) = (tx.id(), tx.actor().side());
    let set = Set::new().with("goal_id", goal).with("side", side.code()).with("state", "open").sealed("body", side, body).sealed_or_none(
        "words",
        side,
        Some(words).filter(|words| !words.is_empty()),
    );
    tx.insert(&entry.pass::<GoalProposal, deed::Change>()?, &id, set)?;
    Ok(id)
}

const WHOLE: base::store::Sql<GoalProposal> = sql!(GoalProposal =>
    "select id, version, goal_id, side, author, body, words, state, answer, answered_at, created_at \
     from goal_proposals where ($1 = '' or id = $1) order by created_at desc, id desc");

fn unseal(tx: &Write<'_>, entry: &Entry, row: Whole) -> Result<Opened, StoreError> {
    let pass = entry.pass::<GoalProposal, deed::Change>()?;
    let side = Side::parse(&row.side).ok_or(StoreError::NotFound)?;
    let text = |field: &str, sealed: Option<&Vec<u8>>| match sealed {
        Some(bytes) => tx.unseal(&pass, &row.id, field, side, bytes),
        None => Ok(String::new()),
    };
    Ok(Opened {
        body: text("body", Some(&row.body))?,
        words: text("words", row.words.as_ref())?,
        answer: text("answer", row.answer.as_ref())?,
        side,
        readers: readers(tx, &pass, &row)?,
        id: row.id.clone(),
        version: row.version,
        goal: row.goal,
        author: row.author,
        state: row.state,
        answered_at: row.answered_at,
        at: row.at,
    })
}

/// Who of the desk has opened a proposal, by name, the first one first.
fn readers(tx: &Read<'_>, pass: &Pass<GoalProposal, deed::Change>, row: &Whole) -> Result<Vec<(String, Instant)>, StoreError> {
    let mut seen: Vec<(String, Instant)> = Vec::new();
    for reading in tx.readings(pass, &row.id)? {
        if reading.actor != row.author && !seen.iter().any(|(actor, _)| *actor == reading.actor) {
            seen.push((reading.actor, reading.at));
        }
    }
    seen.into_iter()
        .map(|(actor, at)| {
            let name: Option<(String,)> =
                tx.maybe(&tx.staff_names(), sql!(StaffName => "select name from staff_names where id = $1"), args![&actor])?;
            Ok((name.map(|(name,)| name).unwrap_or_default(), at))
        })
        .collect()
}

/// Opens one proposal for the desk; the transaction ends in the trace of the reading.
///
/// # Errors
/// `NotFound` when it is not of this case.
pub(super) fn open(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<Opened, StoreError> {
    if id.is_empty() {
        return Err(StoreError::NotFound);
    }
    let row: Whole = tx.one(&entry.pass::<GoalProposal, deed::Change>()?, WHOLE, args![id])?;
    unseal(tx, entry, row)
}

/// Opens what the one who acts has sent in this case, newest first; answers count as read by the trace of it.
pub(super) fn open_own(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Opened>, StoreError> {
    let rows: Vec<Whole> = tx.rows(&entry.pass::<GoalProposal, deed::Change>()?, WHOLE, args![""])?;
    rows.into_iter().map(|row| unseal(tx, entry, row)).collect()
}

/// The name of the one who wrote a proposal.
pub(super) fn author_name(tx: &Read<'_>, entry: &Entry, opened: &Opened) -> Result<String, StoreError> {
    let row: Option<(String,)> = match opened.side {
        Side::Company => tx.maybe(
            &entry.pass::<Contact, deed::View>()?,
            sql!(Contact => "select name from contacts where id = $1"),
            args![&opened.author],
        )?,
        Side::Person => {
            tx.maybe(&entry.pass::<Person, deed::View>()?, sql!(Person => "select name from persons where id = $1"), args![&opened.author])?
        }
        Side::Bank => {
            tx.maybe(&tx.staff_names(), sql!(StaffName => "select name from staff_names where id = $1"), args![&opened.author])?
        }
    };
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// What a proposal wishes for, without opening it.
///
/// # Errors
/// `NotFound` when it is not of this case.
pub(crate) fn wish(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Wish, StoreError> {
    let row: WishRow = tx.one(
        &entry.pass::<GoalProposal, deed::Change>()?,
        sql!(GoalProposal => "select goal_id, side, case when words is null then cast(0 as bigint) else cast(1 as bigint) end from goal_proposals where id = $1"),
        args![id],
    )?;
    let side = Side::parse(&row.side).ok_or(StoreError::NotFound)?;
    Ok(Wish { side, goal: row.goal, has_words: row.has_words == 1 })
}

/// Marks a proposal as taken up into the sheet.
///
/// # Errors
/// `NotFound` when it is not of this case.
pub(crate) fn mark_merged(tx: &Write<'_>, entry: &Entry, id: &str) -> Result<(), StoreError> {
    let pass = entry.pass::<GoalProposal, deed::Change>()?;
    let (version,): (i64,) = tx.one(&pass, sql!(GoalProposal => "select version from goal_proposals where id = $1"), args![id])?;
    tx.update(&pass, id, version, Set::new().with("state", "merged"))
}

/// Keeps the desk's answer, sealed under the side it goes to.
///
/// # Errors
/// `Stale` when a colleague was first.
pub(super) fn answer(tx: &Write<'_>, entry: &Entry, id: &str, seen: i64, text: &str) -> Result<(), StoreError> {
    let pass = entry.pass::<GoalProposal, deed::Change>()?;
    let (side, state): (String, String) =
        tx.one(&pass, sql!(GoalProposal => "select side, state from goal_proposals where id = $1"), args![id])?;
    let side = Side::parse(&side).ok_or(StoreError::NotFound)?;
    let state = if state == "merged" { "merged" } else { "answered" };
    let set = Set::new().sealed("answer", side, text).with("state", state).with("answered_at", tx.now());
    tx.update(&pass, id, seen, set)
}
