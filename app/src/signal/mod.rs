//! Signals: what makes one think (気になる兆し), and what goes well (うまくいっていること), in the same rank.
//!
//! A signal is a prompt to talk, never a score: a rule compares a case with what it was before, says its evidence in a sentence
//! and proposes a next step. It arises once for each thing it arose from, is settled by the desk (done, or put aside with a
//! reason), and the desk may say whether it was right. Only the desk of the case reads it; a manager learns that there are
//! some; nobody else learns anything, and no mail, list or export carries one (visibility.md). What it rests on is read by the
//! product itself: sealed answers at most once a day, with a line in the audit, and whoever answered was told before. With the
//! end of the case its words are removed; how often a rule was right stays as a count.
//!
//! Read `rules.rs` first; then `store.rs` (what a rule looks at), `look.rs` (the look that is taken each hour), `web.rs` (the
//! desk's pages), `settings.rs` (thresholds). To add a rule: `Rule` in `rules.rs` and its four sentences in `text.rs`.

mod hooks;
mod look;
pub mod rules;
mod settings;
mod store;
mod text;
mod web;

pub use hooks::{lines, panel};
pub use look::look;
pub use settings::{save as settings_save, show as settings_show};
pub use store::ended;
pub use web::{list, rules_page, settle, show};
