//! The goal sheet (目標シート): mission, period and one to five goals that company, person and bank share.
//!
//! Anyone may propose, only the desk writes; company and person agree, the bank confirms (mission.md, ux.md §4.6). They do so
//! part by part: mission with period, each goal, and the dropping of a goal. An agreed version is kept as it is for ever.
//! One sentence and the end of a period are enough; nothing optional is shown as missing. A memo (mission, goals, period) is
//! the same sheet with less in it, and grows without retyping; spreadsheets go out and come in through `spread/`, papers are
//! set in `printed.rs`.
//!
//! Read `content.rs` (what it says), `rules.rs` (who has agreed to what), then `web.rs`, `edit.rs` (the desk) and `my.rs`
//! (company and person); `along.rs` is what the booklet asks of its fourth section. What one side writes to the desk about it lies in `proposal/`.

mod along;
mod content;
mod draft;
mod edit;
mod hooks;
mod my;
mod printed;
mod proposal;
mod rules;
mod samples;
mod spread;
mod store;
pub mod text;
mod view;
mod web;

pub(crate) use along::{Chapter, ask_along, chapter, is_ready, open_for, seal_along};
pub use edit::{edit, memo, save};
pub use hooks::{asks, awaited, has_tab, home, lines, panel, timeline};
pub use my::{agree, goal_page as my_goal, overview_page as my, version as my_version};
pub(crate) use printed::{OnPaper, on_paper};
pub use printed::{my_paper, my_record_paper, my_version_paper, paper, record_paper, version_paper};
pub(crate) use proposal::{Wish, mark_merged, wish, wished_words};
pub use proposal::{answer as answer_proposal, mine as my_proposals, send as propose, show as proposal_page, write as my_proposal};
pub use spread::{export as sheet_file, look as import_page, put_in as import};
pub use store::{missions, numbers};
pub(crate) use view::Words;
pub use web::{ask, confirm, record_spoken, show, spoken, version};

use base::actor::Side;
use base::clock::Day;
use base::store::{Entry, Read};

use crate::agreement::Sealing;
use crate::web::AppError;

/// A goal as other slices need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Its id.
    pub id: String,
    /// Its number, which it keeps.
    pub no: i64,
    /// The sentence.
    pub sentence: String,
    /// Milestone after one month; may be blank.
    pub month1: String,
    /// After three months.
    pub month3: String,
    /// After six months.
    pub month6: String,
    /// Until when.
    pub due: Option<Day>,
}

/// The goals that stand, by number. None without a sheet; to company and person none before they were asked to review it.
///
/// # Errors
/// `NotFound` for a seat that may not read the sheet.
pub fn goals(tx: &Read<'_>, entry: &Entry) -> Result<Vec<Goal>, AppError> {
    let paper = store::load(tx, entry)?.filter(|paper| paper.is_shown() || tx.actor().side() == Side::Bank);
    Ok(paper
        .into_iter()
        .flat_map(|paper| paper.content.goals)
        .map(|goal| Goal {
            id: goal.id,
            no: goal.no,
            sentence: goal.sentence,
            month1: goal.month1,
            month3: goal.month3,
            month6: goal.month6,
            due: goal.due,
        })
        .collect())
}
