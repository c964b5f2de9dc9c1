//! The paired survey: the same questions to company and person, each answering by itself, before joining and at months 1, 3
//! and 6; and once a month one short question to the person.
//!
//! Nobody but the desk knows who was asked. An answer is sealed for its side, read by the one who gave it and by the desk, and
//! by a manager with a stated reason; the one who gave it is shown who read. Where the two differ is for the desk alone, only
//! when both have answered every question (わからない is an answer), care point by care point and never as one number. Answers
//! may be changed until the round closes; by the link of a mail one only adds. One question a page, one press, no script.
//!
//! Read `rules.rs` (questions, scale, what differs) and `days.rs` (when) first; then `due.rs` (what happens by itself),
//! `my.rs` (who answers), `web.rs` (the desk asks), `view.rs` (where they differ); `wording.rs` is how the questions are put.
//! To add a question: `rules::Step`, `text.rs`, and the check in the migration.

mod days;
mod due;
mod hooks;
mod my;
pub mod rules;
mod store;
pub(crate) mod text;
mod view;
mod web;
mod wording;
mod wording_web;

pub use due::{Due, carry_out, find, run_due};
pub use hooks::{
    Asking, Gap, Gaps, Pulse, Unanswered, asking, asks, awaited, gaps, home, lines, panel, pulse_series, stamp, timeline, unanswered, usual,
};
pub use my::{answer as my_answer, check as my_check, link, link_answer, link_question, question as my_question, start as my_start};
pub use rules::{Care, Step};
pub use view::{read, read_with_reason, take, view};
pub use web::{ask, open, paper, preview, show, spoken, spoken_form};
pub use wording_web::{save as wording_save, show as wording_show};
