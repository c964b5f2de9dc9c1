//! How a placement ends (終了): the regular follow-up is closed, or the person leaves.
//!
//! Closing keeps the door open: open promises stay and are named before it is done, and the light follow-up goes on
//! (`crate::followup`). Leaving may come at any time, also after a closing, and once. With it the company keeps what
//! it agreed or was given and loses what is written from the day after on; the person keeps theirs for the term of the notice
//! (`base::store::Entry` and the register hold that, not the pages). Whose wish it was and why is the desk's and the officer's;
//! each side may write its own reason, which is its own. What of the fee is paid back is reckoned from its terms, to the day,
//! with the working shown.
//!
//! Read `rules.rs` first, then `end.rs` (ending it), `ending.rs` (what there is to read), `day.rs` (the last day corrected), `words.rs` and `my.rs` (reasons),
//! `terms.rs` (the institution's rules).

mod day;
mod end;
mod ending;
mod hooks;
mod my;
pub mod rules;
mod store;
mod terms;
mod text;
mod words;

pub use day::{correct as day_correct, show as day};
pub use end::{end, end_it};
pub use ending::{reckon, show};
pub use hooks::{home, panel};
pub use my::{show as my_show, write as my_write};
pub use terms::{save as terms_save, show as terms};
pub use words::{show as words, write as words_write};
