//! The SQL of the review.

use base::actor::Side;
use base::clock::{Day, Instant};
use base::register::{CompanyFigures, Indicator, IndicatorReading, Institution, IssueReview, ReviewOutcome, ReviewView};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::{args, sql};

use super::loans::Figures;
use super::rules::{Content, Measure, View, Word};
use crate::change::side_of;

base::row! {
    struct MeasureRow { id: String, version: i64, kind: String, name: String, unit: String, first: String, hoped: String, reached: String }
    /// What an indicator was measured at on a day.
    pub(super) struct Reading { pub(super) indicator: String, pub(super) measured_on: Day, pub(super) value: String, pub(super) way: String }
    /// A review: open to views, or shared.
    pub(super) struct Review { pub(super) id: String, pub(super) version: i64, pub(super) no: i64, pub(super) state: String, pub(super) created_at: Instant }
    struct ViewRow { id: String, version: i64, side: String, word: Vec<u8>, evidence: Vec<u8>, worth: Option<Vec<u8>>, missing: Option<Vec<u8>>, lend: bool, quote: bool, author: String }
    /// What a review came to.
    pub struct Outcome {
        /// Its id.
        pub id: String,
        /// The review it closes.
        pub review: String,
        /// 第n回 of the case.
        pub no: i64,
        /// The desk's word.
        pub word: String,
        content: String,
        /// What remains; may be empty.
        pub remains: String,
        /// When it was shared.
        pub created_at: Instant,
    }
    struct FiguresRow { id: String, version: i64, period_on: Day, body: Vec<u8>, released_on: Day, way: String }
}

/// A view, opened.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) side: Side,
    pub(super) author: String,
    pub(super) view: View,
}

/// Figures of a period, opened.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) on: Day,
    pub(super) figures: Figures,
    pub(super) released_on: Day,
    pub(super) way: String,
}

impl Outcome {
    /// The content as it was shared.
    ///
    /// # Errors
    /// `Refused` when the row holds none.
    pub fn content(&self) -> Result<Content, StoreError> {
        serde_json::from_str(&self.content).map_err(|error| StoreError::Refused(format!("a shared review cannot be read: {error}")))
    }
}

/// Indicators and effects of the case, oldest first.
pub(super) fn measures(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Measure>, StoreError> {
    let rows: Vec<MeasureRow> = tx.rows(
        &entry.pass::<Indicator, deed::View>()?,
        sql!(Indicator => "select id, version, kind, name, unit, at_first, hoped, reached from indicators order by kind desc, created_at, id"),
        vec![],
    )?;
    Ok(rows
        .into_iter()
        .map(|row| Measure {
            id: row.id,
            version: row.version,
            kind: row.kind,
            name: row.name,
            unit: row.unit,
            first: row.first,
            hoped: row.hoped,
            reached: row.reached,
        })
        .collect())
}

/// Keeps the rows that are new or changed.
pub(super) fn keep_measures(tx: &Write<'_>, entry: &Entry, rows: &[Measure]) -> Result<usize, StoreError> {
    let pass = entry.pass::<Indicator, deed::Change>()?;
    let known = measures(tx, entry)?;
    let mut kept = 0;
    for row in rows {
        let now = known.iter().find(|one| one.id == row.id);
        let alike = |one: &Measure| Measure { version: row.version, ..one.clone() } == *row;
        if now.is_some_and(alike) {
            continue;
        }
        let mut set = Set::new()
            .with("kind", &row.kind)
            .with("name", &row.name)
            .with("unit", &row.unit)
            .with("at_first", &row.first)
            .with("hoped", &row.hoped)
            .with("reached", &row.reached);
        if now.map_or("", |one| one.reached.as_str()) != row.reached {
            set = set.with("reached_on", tx.now().day());
        }
        let moved = !row.reached.is_empty() && now.map_or("", |one| one.reached.as_str()) != row.reached;
        let id = match now {
            Some(_) => tx.update(&pass, &row.id, row.version, set).map(|()| row.id.clone())?,
            None => {
                let id = tx.id();
                tx.insert(&pass, &id, set)?;
                id
            }
        };
        if moved {
            measure(tx, entry, &id, tx.now().day(), &row.reached, "desk")?;
        }
        kept += 1;
    }
    Ok(kept)
}

/// What the indicators of the case were measured at, the latest first.
pub(super) fn readings(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Reading>, StoreError> {
    tx.rows(
        &entry.pass::<IndicatorReading, deed::View>()?,
        sql!(IndicatorReading => "select indicator_id, measured_on, value, way from indicator_readings order by measured_on desc, created_at desc, id desc"),
        vec![],
    )
}

/// Keeps what an indicator was measured at; `way` says who entered it: `screen` the company, `desk` the desk.
fn measure(tx: &Write<'_>, entry: &Entry, indicator: &str, on: Day, value: &str, way: &str) -> Result<(), StoreError> {
    let set = Set::new().with("indicator_id", indicator).with("measured_on", on).with("value", value).with("way", way);
    tx.insert(&entry.pass::<IndicatorReading, deed::Change>()?, &tx.id(), set)
}

/// The company enters what its indicators are at: each is kept, and stands as reached unless a later day is known.
///
/// # Errors
/// `Stale` when an indicator was changed since it was shown.
pub(super) fn enter_readings(tx: &Write<'_>, entry: &Entry, on: Day, rows: &[(String, i64, String)]) -> Result<(), StoreError> {
    let pass = entry.pass::<Indicator, deed::Change>()?;
    let known = measures(tx, entry)?;
    let before = readings(tx, entry)?;
    for (id, seen, value) in rows {
        let one = known.iter().find(|one| one.id == *id).ok_or(StoreError::NotFound)?;
        if one.version != *seen {
            return Err(StoreError::Stale);
        }
        if before.iter().filter(|reading| reading.indicator == *id).all(|reading| reading.measured_on <= on) {
            tx.update(&pass, id, *seen, Set::new().with("reached", value).with("reached_on", on))?;
        }
        measure(tx, entry, id, on, value, "screen")?;
    }
    Ok(())
}

/// The reviews of the case, newest first.
pub(super) fn reviews(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Review>, StoreError> {
    tx.rows(
        &entry.pass::<IssueReview, deed::View>()?,
        sql!(IssueReview => "select id, version, no, state, created_at from issue_reviews order by no desc"),
        vec![],
    )
}

/// One review of the case.
pub(super) fn review(tx: &Read<'_>, entry: &Entry, id: &str) -> Result<Review, StoreError> {
    reviews(tx, entry)?.into_iter().find(|review| review.id == id).ok_or(StoreError::NotFound)
}

/// The case of a review, for the one who reads it.
pub(super) fn case_of(tx: &Read<'_>, id: &str) -> Result<String, StoreError> {
    let (case,): (String,) = tx.one(
        &tx.reach::<IssueReview, deed::View>()?,
        sql!(IssueReview => "select placement_id from issue_reviews where id = $1"),
        args![id],
    )?;
    Ok(case)
}

/// Opens a review, or gives the one that is open.
pub(super) fn open(tx: &Write<'_>, entry: &Entry) -> Result<String, StoreError> {
    let pass = entry.pass::<IssueReview, deed::Change>()?;
    let all = reviews(tx, entry)?;
    if let Some(open) = all.iter().find(|review| review.state == "open") {
        return Ok(open.id.clone());
    }
    let id = tx.id();
    let no = all.first().map_or(1, |last| last.no + 1);
    tx.insert(&pass, &id, Set::new().with("no", no).with("state", "open"))?;
    Ok(id)
}

/// The views of a review, opened: for the desk all, for a party its own. The transaction ends in an event.
pub(super) fn views(tx: &Write<'_>, entry: &Entry, review: &str) -> Result<Vec<Opened>, StoreError> {
    let pass = entry.pass::<ReviewView, deed::View>()?;
    let rows: Vec<ViewRow> = tx.rows(
        &pass,
        sql!(ReviewView => "select id, version, side, word, evidence, worth, missing, lend, quote, author from review_views where review_id = $1 order by side, created_at, id"),
        args![review],
    )?;
    rows.into_iter()
        .map(|row| {
            let side = side_of(&row.side);
            let open = |field: &str, bytes: &[u8]| tx.unseal(&pass, &row.id, field, side, bytes);
            let maybe = |field: &str, bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(Ok(String::new()), |bytes| open(field, bytes));
            let view = View {
                word: Word::parse(&open("word", &row.word)?).unwrap_or(Word::Unchanged),
                evidence: open("evidence", &row.evidence)?,
                worth: maybe("worth", &row.worth)?,
                missing: maybe("missing", &row.missing)?,
                lend: row.lend,
                quote: row.quote,
            };
            Ok(Opened { id: row.id, version: row.version, side, author: row.author, view })
        })
        .collect()
}

/// How many parties have answered a review, as far as this seat knows.
pub(super) fn answered(tx: &Read<'_>, entry: &Entry, review: &str) -> Result<bool, StoreError> {
    let row: Option<(String,)> = tx.maybe(
        &entry.pass::<ReviewView, deed::View>()?,
        sql!(ReviewView => "select id from review_views where review_id = $1"),
        args![review],
    )?;
    Ok(row.is_some())
}

/// Keeps the view of the one who acts, new or changed at version `seen`.
pub(super) fn keep_view(tx: &Write<'_>, entry: &Entry, review: &str, seen: i64, view: &View) -> Result<String, StoreError> {
    let pass = entry.pass::<ReviewView, deed::Change>()?;
    let side = tx.actor().side();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (worth, missing) = (some(&view.worth), some(&view.missing));
    let set = Set::new()
        .sealed("word", side, view.word.code())
        .sealed("evidence", side, &view.evidence)
        .sealed_or_none("worth", side, worth.as_deref())
        .sealed_or_none("missing", side, missing.as_deref())
        .with("lend", view.lend)
        .with("quote", view.quote);
    // The desk speaks with one voice, whoever of it writes.
    let own = views(tx, entry, review)?.into_iter().find(|one| one.side == side && (side == Side::Bank || one.author == tx.actor().id()));
    match own {
        Some(own) if own.author == tx.actor().id() => tx.update(&pass, &own.id, seen, set).map(|()| own.id),
        Some(_) => Err(StoreError::Stale),
        None => {
            let id = tx.id();
            tx.insert(&pass, &id, set.with("review_id", review).with("side", side.code()))?;
            Ok(id)
        }
    }
}

/// Closes a review with what all three read.
pub(super) fn share(
    tx: &Write<'_>,
    entry: &Entry,
    review: &Review,
    seen: i64,
    word: Word,
    content: &Content,
    remains: &str,
) -> Result<String, StoreError> {
    let text = serde_json::to_string(content).map_err(|error| StoreError::Refused(format!("a review cannot be written down: {error}")))?;
    tx.update(&entry.pass::<IssueReview, deed::Change>()?, &review.id, seen, Set::new().with("state", "shared"))?;
    let id = tx.id();
    let set = Set::new()
        .with("review_id", &review.id)
        .with("no", review.no)
        .with("word", word.code())
        .with("content", text)
        .with("remains", remains);
    tx.insert(&entry.pass::<ReviewOutcome, deed::Change>()?, &id, set)?;
    Ok(id)
}

/// What the reviews of the case came to, newest first.
///
/// # Errors
/// `NotFound` for a seat that may not read them.
pub fn outcomes(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Outcome>, StoreError> {
    tx.rows(
        &entry.pass::<ReviewOutcome, deed::View>()?,
        sql!(ReviewOutcome => "select id, review_id, no, word, content, remains, created_at from review_outcomes order by no desc"),
        vec![],
    )
}

/// The company's figures, opened, oldest first. The transaction ends in an event.
pub(super) fn periods(tx: &Write<'_>, entry: &Entry) -> Result<Vec<Period>, StoreError> {
    let pass = entry.pass::<CompanyFigures, deed::View>()?;
    let rows: Vec<FiguresRow> = tx.rows(
        &pass,
        sql!(CompanyFigures => "select id, version, period_on, body, released_on, way from companies_figures order by period_on"),
        vec![],
    )?;
    rows.into_iter()
        .map(|row| {
            let text = tx.unseal(&pass, &row.id, "body", Side::Company, &row.body)?;
            let figures = serde_json::from_str(&text).map_err(|error| StoreError::Refused(format!("figures cannot be read: {error}")))?;
            Ok(Period { id: row.id, version: row.version, on: row.period_on, figures, released_on: row.released_on, way: row.way })
        })
        .collect()
}

/// Keeps the figures of a period with the day and the way of their release.
pub(super) fn keep_figures(
    tx: &Write<'_>,
    entry: &Entry,
    on: Day,
    figures: &Figures,
    released_on: Day,
    way: &str,
) -> Result<String, StoreError> {
    let pass = entry.pass::<CompanyFigures, deed::Change>()?;
    let text = serde_json::to_string(figures).map_err(|error| StoreError::Refused(format!("figures cannot be written down: {error}")))?;
    let set = Set::new().sealed("body", Side::Company, &text).with("released_on", released_on).with("way", way);
    match periods(tx, entry)?.into_iter().find(|period| period.on == on) {
        Some(known) => tx.update(&pass, &known.id, known.version, set).map(|()| known.id),
        None => {
            let id = tx.id();
            tx.insert(&pass, &id, set.with("period_on", on).with("side", "company"))?;
            Ok(id)
        }
    }
}

/// Whether the institution shows the two indices whose formulas are the usual ones.
pub(super) fn shows_all_indices(tx: &Read<'_>) -> Result<bool, StoreError> {
    let (indices,): (String,) = tx.one(&tx.house(), sql!(Institution => "select indices from institutions"), vec![])?;
    Ok(indices == "six")
}
