//! The sheet as the fourth section of the booklet: shown there, asked for and sealed along with it.

use base::actor::Side;
use base::event::Event;
use base::register::GoalSheet;
use base::store::{Entry, Read, Write, deed};
use base::text::Lang;

use super::rules::Refusal;
use super::store::{self, Halt};
use super::text::T;
use super::view::{Words, issues};
use crate::agreement::{Eyes, Given, Sealing};
use crate::web::AppError;

/// The goals as a section of another paper.
#[derive(Clone, Debug)]
pub(crate) struct Chapter {
    /// Mission, period and goals.
    pub words: Words,
    /// Every part with its hash, as it is shown.
    pub parts: Vec<(String, String)>,
    /// The parts that wait for the reader, by name.
    pub open: Vec<String>,
}

/// The goals for a reader of this side; none for company and person before they were asked, nor for who is not named.
///
/// # Errors
/// The store's own.
pub(crate) fn chapter(tx: &Read<'_>, entry: &Entry, eyes: &Eyes<'_>) -> Result<Option<Chapter>, AppError> {
    if !entry.may::<GoalSheet, deed::View>() {
        return Ok(None);
    }
    let Some(paper) = store::load(tx, entry)?.filter(|paper| paper.is_shown() || eyes.viewer == Side::Bank) else { return Ok(None) };
    let t = T(eyes.lang);
    Ok(Some(Chapter {
        words: eyes.words(&paper).tied(&paper.content, &issues(tx, entry)?, eyes.lang),
        parts: paper.parts().into_iter().map(|part| (part.key, part.hash)).collect(),
        open: if paper.ended { Vec::new() } else { paper.open(eyes.viewer).iter().map(|part| t.part(part.what)).collect() },
    }))
}

/// The parts that wait for a party, by name; none before the parties were asked.
///
/// # Errors
/// The store's own.
pub(crate) fn open_for(tx: &Read<'_>, entry: &Entry, party: Side, lang: Lang) -> Result<Vec<String>, AppError> {
    let Some(paper) = store::load(tx, entry)? else { return Ok(Vec::new()) };
    Ok(paper.open(party).iter().map(|part| T(lang).part(part.what)).collect())
}

/// Whether the sheet has what the parties can be asked about: a goal and the end of the period.
///
/// # Errors
/// The store's own.
pub(crate) fn is_ready(tx: &Read<'_>, entry: &Entry) -> Result<bool, AppError> {
    Ok(store::load(tx, entry)?.is_some_and(|paper| paper.ready().is_ok()))
}

/// Puts the sheet before the parties together with the booklet; false when nothing of it is open.
///
/// # Errors
/// The store's own.
pub(crate) fn ask_along(tx: &Write<'_>, entry: &Entry) -> Result<bool, AppError> {
    let Some(paper) = store::load(tx, entry)? else { return Ok(false) };
    match store::ask(tx, entry, paper.draft_no) {
        Ok(_) => Ok(true),
        Err(Halt::Refused(_) | Halt::Already(_)) => Ok(false),
        Err(Halt::App(error)) => Err(error),
    }
}

/// Seals every open part of a party as it was shown; none when nothing of the sheet waited for it.
///
/// # Errors
/// `Stale` when the sheet is not as it was shown.
pub(crate) fn seal_along(tx: &Write<'_>, entry: &Entry, given: &Given, shown: &[(String, String)]) -> Result<Option<Event>, AppError> {
    match store::seal(tx, entry, given, shown) {
        Ok(event) => Ok(Some(event)),
        // No sheet, or nothing of it is open.
        Err(Halt::Refused(Refusal::NothingOpen | Refusal::NotAsked) | Halt::Already(_) | Halt::App(AppError::NotFound)) => Ok(None),
        Err(Halt::Refused(_)) => Err(AppError::Stale),
        Err(Halt::App(error)) => Err(error),
    }
}
