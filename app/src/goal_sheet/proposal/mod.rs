//! A proposal: what one side writes to the desk about the sheet, and the desk's answer.
//!
//! Sealed under the writer's side; the writer alone and the desk open it, each time with a trace. Words the writer wishes
//! for the sheet stand apart from the rest: only they are filled in when the desk takes the proposal up, and the writer is
//! told so before the first word. Read `store.rs` first, then `desk.rs` and `my.rs`.

mod desk;
mod my;
mod store;

pub(crate) use desk::wished_words;
pub(super) use desk::{ProposalLine, lines};
pub use desk::{answer, show};
pub use my::{list as mine, send, write};
pub(crate) use store::{Wish, mark_merged, wish};
pub(super) use store::{has_news, items, waiting};
