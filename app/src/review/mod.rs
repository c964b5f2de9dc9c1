//! Issue review (課題の振り返り): what came of the management issue, beside the issue as first set.
//!
//! Each of the three says how it stands (solved, advanced, unchanged, redefined) and by what one sees it; a view without its
//! grounds is not taken. A view is sealed for its side and read by the desk alone, unless its writer lets it stand in the
//! outcome that all three read. Views that differ stay as they are: nothing is averaged, and the outcome says so. What a side
//! found the follow-up worth is quoted only with its consent. Indicators and business effects stand beside it in words and as
//! a drawing of first, hoped and reached. What remains becomes a next issue with one press (`crate::next_proposal`).
//!
//! Figures of the company are only those it entered or released, with the day; the six indices of ローカルベンチマーク are
//! reckoned from them (`loans.rs`) for the desk. Read `rules.rs` first, then `desk.rs`, `my.rs` and `figures.rs`.

mod desk;
mod figures;
mod hooks;
mod indicators;
pub mod loans;
mod my;
mod my_indicators;
pub mod rules;
mod store;
mod text;

pub use desk::{board, open, private, share, take_up, view};
pub use figures::{keep as figures_keep, my as my_figures, my_keep as my_figures_keep, show as figures};
pub use hooks::{asks, home, lines, panel, timeline};
pub(crate) use indicators::{Row, beside, measured};
pub use indicators::{edit as indicators, save as indicators_save};
pub use my::{list as my_list, show as my_show, write as my_write};
pub use my_indicators::{page as my_indicators, save as my_indicators_save};
pub use store::{Outcome, outcomes};
