//! Words on milestones: what each side says of it, what the bank thinks, and which of them all three may see.
//!
//! A side has two words that never overwrite each other: the one it was heard to say, kept by the desk, and the one it chose
//! on its own pages. Disagreement is kept, not averaged. A word that changes is hidden again until it is shown anew.

use base::actor::Side;
use base::clock::Day;
use base::register::{Goal as GoalRecord, MilestoneView};
use base::store::{Entry, Read, Set, StoreError, Write, deed};
use base::text::Lang;
use base::{args, sql};

use super::forms::Judged as Heard;
use super::rules::Word;
use super::text::T;
use crate::goal_sheet::{self, Goal};
use crate::web::{AppError, Form};

base::row! {
    /// One word on one milestone.
    pub struct WordRow {
        /// Its id.
        pub id: String,
        /// Its version.
        pub version: i64,
        /// The goal.
        pub goal: String,
        side: String,
        word: String,
        /// Whether the desk wrote it down.
        pub by_desk: bool,
        /// The day it was said or chosen.
        pub judged_on: Day,
        /// Whether all three see it.
        pub shown: bool,
        /// Who wrote it.
        pub author: String,
    }
}

/// The milestone of a goal for a month; may be empty.
pub(super) fn milestone(goal: &Goal, month: i64) -> &str {
    match month {
        1 => &goal.month1,
        3 => &goal.month3,
        _ => &goal.month6,
    }
}

impl WordRow {
    /// Whose word.
    pub fn side(&self) -> Side {
        Side::parse(&self.side).unwrap_or(Side::Bank)
    }
    /// The word.
    pub fn word(&self) -> Word {
        Word::parse(&self.word).unwrap_or(Word::Todo)
    }
}

/// The goals that stand, in their order; none for a seat that may not read the sheet.
pub(super) fn goals(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Goal>, AppError> {
    match goal_sheet::goals(tx, entry) {
        Err(AppError::NotFound) => Ok(Vec::new()),
        goals => goals,
    }
}

/// Whether a goal of this id stands in the case.
fn stands(tx: &Read<'_>, entry: &Entry, goal: &str) -> Result<bool, StoreError> {
    let pass = entry.pass::<GoalRecord, deed::View>()?;
    let row: Option<(String,)> =
        tx.maybe(&pass, sql!(GoalRecord => "select id from goals where id = $1 and state = 'standing'"), args![goal])?;
    Ok(row.is_some())
}

/// The words of a month, as far as this seat reads them.
///
/// # Errors
/// `NotFound` for a seat that reads none.
pub(super) fn words(tx: &Read<'_>, entry: &Entry, month: i64) -> Result<Vec<WordRow>, StoreError> {
    let pass = entry.pass::<MilestoneView, deed::View>()?;
    tx.rows(
        &pass,
        sql!(MilestoneView =>
            "select id, version, goal_id, side, word, by_desk, judged_on, shown, author from milestone_views where month = $1 \
             order by judged_on, by_desk desc, id"),
        args![month],
    )
}

/// A party's word on a milestone, as the signals look at it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The goal's id.
    pub goal: String,
    /// 1, 3 or 6.
    pub month: i64,
    /// Whose word.
    pub side: Side,
    /// The word.
    pub word: Word,
    /// The day it was said or chosen.
    pub on: Day,
}

base::row! {
    struct JudgedRow { goal: String, month: i64, side: String, word: String, on: Day }
}

/// All words on milestones that this seat reads, in the order in which they were said.
///
/// # Errors
/// `NotFound` for a seat that reads none.
pub fn judged(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Judged>, StoreError> {
    let rows: Vec<JudgedRow> = tx.rows(
        &entry.pass::<MilestoneView, deed::View>()?,
        sql!(MilestoneView => "select goal_id, month, side, word, judged_on from milestone_views order by judged_on, by_desk desc, id"),
        vec![],
    )?;
    let read = |row: JudgedRow| {
        Some(Judged { goal: row.goal, month: row.month, side: Side::parse(&row.side)?, word: Word::parse(&row.word)?, on: row.on })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The latest word of a side on a goal: on one day, the one it chose itself goes before the one it was heard to say.
pub(super) fn latest<'a>(words: &'a [WordRow], goal: &str, side: Side) -> Option<&'a WordRow> {
    words.iter().rfind(|row| row.goal == goal && row.side() == side)
}

/// Whether the latest words on a goal differ between those who said one: kept and shown to the desk, never averaged.
pub(super) fn apart(words: &[WordRow], goal: &str) -> bool {
    let said: Vec<Word> =
        [Side::Company, Side::Person, Side::Bank].into_iter().filter_map(|side| latest(words, goal, side)).map(WordRow::word).collect();
    said.windows(2).any(|pair| pair.first() != pair.last())
}

/// Keeps what was heard, and the bank's own view.
///
/// # Errors
/// `Stale` when a word changed since the form was drawn.
pub(super) fn keep_heard(tx: &Write<'_>, entry: &Entry, month: i64, judged: &[Heard]) -> Result<(), StoreError> {
    if judged.is_empty() {
        return Ok(());
    }
    let pass = entry.pass::<MilestoneView, deed::Change>()?;
    let known = words(tx, entry, month)?;
    for judged in judged {
        if !stands(tx, entry, &judged.goal)? {
            return Err(StoreError::NotFound);
        }
        let row = known.iter().find(|row| row.by_desk && row.goal == judged.goal && row.side() == judged.side);
        let set = Set::new().with("word", judged.word.code()).with("judged_on", tx.now().day()).with("shown", false);
        if let Some(row) = row {
            tx.update(&pass, &row.id, judged.seen, set)?;
        } else {
            let set = set.with("goal_id", &judged.goal).with("month", month).with("side", judged.side.code()).with("by_desk", true);
            tx.insert(&pass, &tx.id(), set)?;
        }
    }
    Ok(())
}

/// Keeps the word a party chose on its own page; nobody else sees it but the desk, until it is shown with consent.
///
/// # Errors
/// `Stale` when the party changed it elsewhere, `NotFound` for a seat that judges nothing.
pub(super) fn keep_chosen(tx: &Write<'_>, entry: &Entry, goal: &str, month: i64, word: Word, seen: i64) -> Result<(), StoreError> {
    let pass = entry.pass::<MilestoneView, deed::Change>()?;
    let me = tx.actor().id().to_owned();
    let known = words(tx, entry, month)?;
    let row = known.iter().find(|row| !row.by_desk && row.goal == goal && row.author == me);
    let set = Set::new().with("word", word.code()).with("judged_on", tx.now().day()).with("shown", false);
    if let Some(row) = row {
        return tx.update(&pass, &row.id, seen, set);
    }
    let set = set.with("goal_id", goal).with("month", month).with("side", tx.actor().side().code()).with("by_desk", false);
    tx.insert(&pass, &tx.id(), set)
}

/// A word that is to be shown to all three, or hidden again.
pub(super) struct Show {
    pub id: String,
    /// The version the form was drawn from.
    pub seen: i64,
    pub shown: bool,
}

/// Shows words to all three, or hides them again.
///
/// # Errors
/// `Stale` when a word changed since the form was drawn: nobody shows a word they have not seen.
pub(super) fn show(tx: &Write<'_>, entry: &Entry, wanted: &[Show]) -> Result<(), StoreError> {
    let pass = entry.pass::<MilestoneView, deed::Change>()?;
    for show in wanted {
        tx.update(&pass, &show.id, show.seen, Set::new().with("shown", show.shown))?;
    }
    Ok(())
}

/// A word as a page shows it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The word; empty when there is none.
    pub word: &'static str,
    /// The shape before it.
    pub mark: &'static str,
    /// The day it was said, in words.
    pub day: String,
}

impl Said {
    /// The word of a row.
    pub(super) fn of(row: Option<&WordRow>, lang: Lang) -> Said {
        row.map(|row| Said { word: T(lang).word(row.word()), mark: row.word().mark(), day: lang.short_day(row.judged_on) })
            .unwrap_or_default()
    }
}

/// One field of the table: one side's word on one goal.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Whose word, as the column says.
    pub head: String,
    /// The end of the names of its fields: `company_<goal>`.
    pub name: String,
    /// Code of the word that is kept now, or empty.
    pub now: &'static str,
    /// Version of its row; 0 when there is none.
    pub version: i64,
    /// What stands in the field.
    pub chosen: String,
    /// What the side chose on its own pages.
    pub own: Said,
    /// What is kept now, when someone else changed it while this form was open.
    pub theirs: &'static str,
}

/// One goal with its milestone of the month, and a field for each side.
#[derive(Clone, Debug)]
pub struct Line {
    /// The goal.
    pub sentence: String,
    /// The milestone.
    pub milestone: String,
    /// The fields.
    pub cells: Vec<Cell>,
    /// Whether the three see it differently.
    pub apart: bool,
}

/// What a table of words is drawn from.
pub(super) struct Source<'a> {
    pub goals: &'a [Goal],
    pub words: &'a [WordRow],
    pub month: i64,
    pub sides: &'a [Side],
    /// How each side is called.
    pub bank: &'a str,
}

/// The table in which the desk keeps words; `form` is what was typed, when it could not be kept.
pub(super) fn table(source: &Source<'_>, form: Option<&Form>, lang: Lang) -> Vec<Line> {
    let (t, w) = (T(lang), crate::web::text::T(lang));
    let cell = |goal: &Goal, side: Side| {
        let row = source.words.iter().find(|row| row.by_desk && row.goal == goal.id && row.side() == side);
        let own = source.words.iter().rfind(|row| !row.by_desk && row.goal == goal.id && row.side() == side);
        let name = format!("{}_{}", side.code(), goal.id);
        let now = row.map_or("", |row| row.word().code());
        let (typed, drawn_from) = match form {
            Some(form) => (form.get(&format!("w_{name}")).to_owned(), form.get(&format!("o_{name}")).to_owned()),
            None => (now.to_owned(), now.to_owned()),
        };
        // A field nobody touched follows what is kept now.
        let chosen = if typed == drawn_from { now.to_owned() } else { typed };
        let theirs = if chosen != now && drawn_from != now { row.map_or("", |row| t.word(row.word())) } else { "" };
        let who = if side == Side::Bank { source.bank } else { w.side(side) };
        Cell { head: who.to_owned(), name, now, version: row.map_or(0, |row| row.version), chosen, own: Said::of(own, lang), theirs }
    };
    source
        .goals
        .iter()
        .map(|goal| Line {
            sentence: goal.sentence.clone(),
            milestone: milestone(goal, source.month).to_owned(),
            cells: source.sides.iter().map(|side| cell(goal, *side)).collect(),
            apart: apart(source.words, &goal.id),
        })
        .collect()
}
